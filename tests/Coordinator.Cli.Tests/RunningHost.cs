using System.Collections.Concurrent;
using Coordinator.Cli.Tests;
using Coordinator.LocalHost;
using Coordinator.TestKit.Identity;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;

[assembly: AssemblyFixture(typeof(RunningHost))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Coordinator.Cli.Tests;

/// <summary>The real local host with a simulated tenancy, and a model that answers everything with "Sunny." unless it is told to fail.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    public const string Key = "key-of-the-tests";

    private readonly ConcurrentDictionary<string, bool> _asked = new();
    private ModelStub _model = null!;
    private SlackStub _slack = null!;
    private WebApplication _app = null!;

    public string Address { get; private set; } = "";

    /// <summary>Where the host keeps its data, and its log files in <c>logs</c>.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("coordinator-cli-").FullName;

    internal SlackStub Slack => _slack;

    /// <summary>Where people log in to Oracle Code Assist, which takes over where the model cannot answer.</summary>
    public IdentityStub Identity { get; private set; } = null!;

    /// <summary>Questions with this in them cannot be answered when they are asked for the first time.</summary>
    public static string Hopeless => "hopeless";

    /// <summary>Questions with this in them make the model call a tool that fails, first.</summary>
    public static string Failing => "what is wrong with it";

    public async ValueTask InitializeAsync()
    {
        _model = await ModelStub.StartAsync(Answer);
        _slack = await SlackStub.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        Identity = await IdentityStub.StartAsync();
        var variables = new Dictionary<string, string>
        {
            ["LLM_PROVIDER_PRIORITY"] = "anthropic,oca", ["OCA_ENDPOINT"] = _model.OpenAiUrl.ToString(), ["OCA_IDCS_URL"] = Identity.Url.ToString(), ["OCA_REDIRECT_URI"] = "http://127.0.0.1:1/auth/oca",
            ["ANTHROPIC_API_KEY"] = "test-key", ["ANTHROPIC_BASE_URL"] = _model.AnthropicUrl.ToString(), ["COORDINATOR_ADMIN_KEY"] = Key, ["ALLOW_MUTATIONS"] = "true",
            ["OCI_SIMULATE"] = "true", ["SIMULATION_SETTLE_SECONDS"] = "0",
            ["SLACK_BOT_TOKEN"] = "xoxb-test", ["SLACK_APP_TOKEN"] = "xapp-test", ["SLACK_API_URL"] = _slack.Url,
        };
        _app = LocalHostApp.Build(
            new HostOptions(0, Folder, Path.Combine(AppContext.BaseDirectory, "config"), HostMode.Both) { LogFolder = Path.Combine(Folder, "logs") }, variables.GetValueOrDefault, WithoutConsole);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await LogInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _model.DisposeAsync();
        await Identity.DisposeAsync();
        await _slack.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static void WithoutConsole(IServiceCollection services)
    {
        foreach (var console in services.Where(service => service.ImplementationType == typeof(ConsoleLoggerProvider)).ToList())
        {
            services.Remove(console);
        }
    }

    private ModelReply Answer(ModelRequest request)
    {
        var isFirst = _asked.TryAdd(request.UserText, true);
        return !isFirst ? ModelReply.Says("Sunny.")
            : request.UserText.Contains(Hopeless, StringComparison.Ordinal) ? ModelReply.Fails(400)
            : request.UserText.Contains(Failing, StringComparison.Ordinal) ? ModelReply.Asks(StubCall.Of("oci_compute_get_instance", new { instance_id = "ocid1.instance.oc1..none" }))
            : ModelReply.Says("Sunny.");
    }

    /// <summary>So that what a document shows finds somebody logged in.</summary>
    internal async Task LogInAsync() => Assert.Equal(0, (await RunAsync("oca", "login")).ExitCode);

    internal Task<Ran> RunAsync(params string[] args) => RunUntilAsync(args, TestContext.Current.CancellationToken);

    internal Task<Ran> RunUntilAsync(string[] args, CancellationToken cancellationToken) => CommandLine.RunAsync(Variables, args, cancellationToken);

    /// <param name="ask">Plays the person at the terminal.</param>
    /// <param name="isThere">False: there is nobody.</param>
    internal Task<Ran> RunAsking(Func<string, string?> ask, bool isThere, params string[] args) =>
        CommandLine.RunAsync(Variables, args, TimeProvider.System, _ => { }, TestContext.Current.CancellationToken, isThere ? ask : null);

    /// <summary>A free port takes the browser that comes back.</summary>
    internal Dictionary<string, string> Variables => new() { ["COORDINATOR_ENDPOINT"] = Address, ["COORDINATOR_ADMIN_KEY"] = Key, ["OCA_CALLBACK_PORT"] = "0" };
}
