using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordinator.DemoServer;

/// <summary>The command line. Exit codes: 0 ended with its client, 1 the state file cannot be used, 2 wrong usage.</summary>
internal static class DemoCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var state = new Option<string>("--state")
        {
            Description = "JSON file of the simulated tenancy; created when missing. Default: demo-state.json in COORDINATOR_DATA or here.",
            DefaultValueFactory = _ => Path.Combine(Environment.GetEnvironmentVariable("COORDINATOR_DATA") ?? ".", "demo-state.json"),
        };
        var now = new Option<string?>("--now") { Description = "Fixed time (ISO 8601) for reproducible figures." };
        var hold = new Option<string?>("--hold-after-write") { Description = "While this file exists, a write is done but its answer is withheld (for crash tests)." };
        var command = new RootCommand("A simulated Oracle Cloud tenancy as an MCP server on stdin and stdout: compartments, instances, databases, costs and alarms.") { state, now, hold };
        command.SetAction((parsed, cancellationToken) => ServeAsync(
            new DemoOptions(
                parsed.GetRequiredValue(state),
                parsed.GetValue(now) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null,
                parsed.GetValue(hold)),
            cancellationToken));
        var parsed = command.Parse(args);
        var exitCode = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? 2 : exitCode;
    }

    private static async Task<int> ServeAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
            builder.Services.AddSingleton(options).AddSingleton<TimeProvider>(options.Now is { } now ? new FixedTime(now) : TimeProvider.System);
            builder.Services.AddSingleton(provider => TenancyFile.Open(options.StateFile, provider.GetRequiredService<TimeProvider>()));
            builder.Services.AddSingleton<DemoTools>();
            builder.Services.AddMcpServer(server => server.ServerInfo = new() { Name = "oci-demo", Version = "1.0.0" })
                .WithStdioServerTransport()
                .WithListToolsHandler((request, token) => request.Services!.GetRequiredService<DemoTools>().ListAsync(token))
                .WithCallToolHandler((request, token) => request.Services!.GetRequiredService<DemoTools>().CallAsync(request.Params!, token));
            using var host = builder.Build();
            host.Services.GetRequiredService<TenancyFile>();
            await host.RunAsync(cancellationToken);
            return 0;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The demo server did not start. {exception.Message}");
            return 1;
        }
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
