using System.CommandLine;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.Configuration;

namespace Coordinator.LocalHost;

/// <summary>The command line of the local host. Exit codes: 0 stopped as asked, 1 could not start, 2 wrong usage.</summary>
internal static class HostCommand
{
    private const int CouldNotStart = 1;

    private static readonly Option<int> Port = new("--port") { Description = "Port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 3001 };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of the SQLite files; also COORDINATOR_DATA.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("COORDINATOR_DATA") ?? "./data",
    };

    private static readonly Option<string> Config = new("--config")
    {
        Description = "Folder of mcp-servers.yaml, tool-policy.yaml and workflows/.",
        DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "config"),
    };

    private static readonly Option<HostMode> Mode = new("--mode") { Description = "api (chat API and page), slack, or both.", DefaultValueFactory = _ => HostMode.Both };

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var command = new RootCommand("Answers cloud operations questions from Slack and the chat page, on one machine. Settings are environment variables: see docs/settings.md.")
        {
            Port, Data, Config, Mode,
        };
        Port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
            {
                result.AddError("--port must be from 0 to 65535.");
            }
        });
        command.SetAction(async (parsed, stopping) => await StartAsync(
            new HostOptions(parsed.GetRequiredValue(Port), parsed.GetRequiredValue(Data), parsed.GetRequiredValue(Config), parsed.GetRequiredValue(Mode)),
            stopping));
        var parsed = command.Parse(args);

        // The host handles SIGTERM and Ctrl-C itself: it drains first.
        return parsed.Errors.Count > 0 ? await ReportAsync(parsed, cancellationToken) : await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, cancellationToken);
    }

    private static async Task<int> ReportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await parsed.InvokeAsync(cancellationToken: cancellationToken);
        return 2;
    }

    private static async Task<int> StartAsync(HostOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = LocalHostApp.Build(options, Environment.GetEnvironmentVariable);
            await app.RunAsync(cancellationToken);
            return 0;
        }
        catch (Exception exception) when (exception is ConfigException or DataFolderException or IOException)
        {
            await Console.Error.WriteLineAsync($"The coordinator did not start.\n{exception.Message}");
            return CouldNotStart;
        }
    }
}
