using System.Net;
using Coordinator.Connections.Mcp;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.Health;
using Coordinator.Core.Intake;
using Coordinator.Core.Live;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Resilience.ModelLimits;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.Core.Workflows;
using Coordinator.Http;
using Coordinator.Http.Routes;
using Coordinator.TestKit.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>All endpoints on a real Kestrel with a random port; runs are scripted.</summary>
internal sealed class CoordinatorHost : IAsyncDisposable
{
    /// <summary>Requests with this header seem to come from that address.</summary>
    public const string SeemsFrom = "x-test-remote";

    private readonly WebApplication _app;

    private CoordinatorHost(WebApplication app, HttpClient client) => (_app, Client) = (app, client);

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public InMemoryRunMemory Memory => _app.Services.GetRequiredService<InMemoryRunMemory>();

    public ScriptedRuns Runs => _app.Services.GetRequiredService<ScriptedRuns>();

    public RunEventHub Hub => _app.Services.GetRequiredService<RunEventHub>();

    public SignallingEvents Events => _app.Services.GetRequiredService<SignallingEvents>();

    public FakeToolServers Servers => _app.Services.GetRequiredService<FakeToolServers>();

    public CollectedLogs Logs => _app.Services.GetRequiredService<CollectedLogs>();

    public FakeTimeProvider Clock => (FakeTimeProvider)_app.Services.GetRequiredService<TimeProvider>();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static Task<CoordinatorHost> StartAsync(Action<CoordinatorHttpOptions>? configure = null, Action<IServiceCollection>? add = null) =>
        StartAsync(new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero)), port: 0, configure, add);

    /// <param name="port">0: any free one.</param>
    public static async Task<CoordinatorHost> StartAsync(TimeProvider time, int port, Action<CoordinatorHttpOptions>? configure = null, Action<IServiceCollection>? add = null)
    {
        var options = new CoordinatorHttpOptions();
        configure?.Invoke(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var logs = new CollectedLogs();
        builder.Logging.AddProvider(logs);
        builder.Services.AddRoutingCore().AddSingleton(logs);
        builder.Services.AddSingleton(time).AddCoordinatorHttp(options);
        AddFakes(builder.Services);
        add?.Invoke(builder.Services);
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Headers[SeemsFrom] is [{ } address])
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(address);
            }

            return next(context);
        });
        app.UseRouting();
        app.MapCoordinator();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new CoordinatorHost(app, new HttpClient { BaseAddress = new Uri(app.Urls.Single()) });
    }

    /// <summary>Begins to stop, as at SIGTERM.</summary>
    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static void AddFakes(IServiceCollection services) => services
        .AddSingleton<InMemoryRunMemory>()
        .AddSingleton<IRunMemory>(provider => provider.GetRequiredService<InMemoryRunMemory>())
        .AddSingleton<IStateStore>(provider => SqliteStateStore.OpenInMemory(provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(new BreakerOptions())
        .AddSingleton(new ProcessIdentity("this-life"))
        .AddSingleton<Circuits>()
        .AddSingleton(new PartitionPlan([]))
        .AddSingleton<Bulkheads>()
        .AddSingleton(new ModelRateOptions())
        .AddSingleton<RunEventHub>()
        .AddSingleton(provider => new SignallingEvents(provider.GetRequiredService<RunEventHub>()))
        .AddSingleton<IRunEvents>(provider => provider.GetRequiredService<SignallingEvents>())
        .AddSingleton<ScriptedRuns>()
        .AddSingleton<IRunStarter>(provider => provider.GetRequiredService<ScriptedRuns>())
        .AddSingleton(new McpServersConfig(
        [
            new() { Id = "oci-unified", Transport = "stdio", Command = "demo" },
            new() { Id = "finops", Transport = "http", Url = new Uri("https://finops.example.com/mcp") },
            new() { Id = "gateway", Transport = "http", Enabled = false },
        ]))
        .AddSingleton<FakeToolServers>()
        .AddSingleton<IToolServers>(provider => provider.GetRequiredService<FakeToolServers>())
        .AddSingleton<IServerSessions>(provider => provider.GetRequiredService<FakeToolServers>())
        .AddSingleton(new ToolPolicy(new Dictionary<string, ToolRule>(), _ => ToolRule.DefaultTimeLimit))
        .AddSingleton(new MutationOptions())
        .AddSingleton<ToolGate>()
        .AddSingleton(WorkflowCatalog.Parse(ExampleWorkflows.Files, new DateOnly(2026, 11, 24)));
}
