using Coordinator.DemoServer.Settings;
using Coordinator.DemoServer.State;
using Coordinator.DemoServer.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Coordinator.DemoServer;

/// <summary>Serves one MCP client over stdin and stdout until it closes them.</summary>
internal static class DemoHost
{
    public const int StateUnusable = 2;

    private const string ServerName = "coordinator-demo-server";

    public static async Task<int> ServeAsync(DemoOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var store = new TenancyStore(options.StatePath, clock);
        try
        {
            await store.OpenAsync(cancellationToken);
        }
        catch (Exception e) when (e is StateFileException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return StateUnusable;
        }

        await Build(options, store, clock).RunAsync(cancellationToken);
        return 0;
    }

    private static IHost Build(DemoOptions options, TenancyStore store, TimeProvider clock)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        // stdout belongs to the protocol.
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("ModelContextProtocol", LogLevel.Warning);
        builder.Services.AddSingleton(store).AddSingleton(clock).AddDemoTools(options).AddHostedService<ClientWatch>();
        builder.Services
            .AddMcpServer(server => server.ServerInfo = new() { Name = ServerName, Version = typeof(DemoHost).Assembly.GetName().Version!.ToString(3) })
            .WithStdioServerTransport();
        AddSpans(builder);
        return builder.Build();
    }

    /// <summary>A span for each call, as a child of its client's, if there is a collector.</summary>
    private static void AddSpans(HostApplicationBuilder builder)
    {
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is not { Length: > 0 })
        {
            return;
        }

        builder.Configuration.AddEnvironmentVariables();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServerName))
            .WithTracing(tracing => tracing.AddSource("Experimental.ModelContextProtocol").AddOtlpExporter());
    }
}
