using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Coordinator.LocalHost;

/// <summary>The command line of the local host. Exit codes: 0 stopped as asked, 1 could not start, 2 wrong usage.</summary>
internal static class HostCommand
{
    private const int CouldNotStart = 1;
    private const int WrongUsage = 2;

    private static readonly Option<int> Port = new("--port")
    {
        Description = "Port on this machine's loopback addresses; 0 takes a free one.",
        DefaultValueFactory = _ => 3001,
        CustomParser = ReadPort,
    };

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

    private static readonly Option<string> Mode = new("--mode") { Description = "api (chat API and page), slack, or both.", DefaultValueFactory = _ => "both" };

    static HostCommand() => Mode.AcceptOnlyFromAmong("api", "slack", "both");

    /// <param name="output">For help; null for the console.</param>
    /// <param name="error">For what went wrong; null for the console.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter? output, TextWriter? error, CancellationToken cancellationToken)
    {
        // The host handles SIGTERM and Ctrl-C itself: it drains first.
        var invocation = new InvocationConfiguration { Output = output ?? Console.Out, Error = error ?? Console.Error, ProcessTerminationTimeout = null };
        var command = new RootCommand("Answers cloud operations questions from Slack and the chat page, on one machine. Settings are environment variables: see docs/settings.md.")
        {
            Port, Data, Config, Mode,
        };
        command.SetAction((parsed, stopping) => StartAsync(OptionsOf(parsed), invocation.Error, stopping));
        var parsed = command.Parse(args);
        var exitCode = await parsed.InvokeAsync(invocation, cancellationToken);
        return parsed.Errors.Count > 0 ? WrongUsage : exitCode;
    }

    private static HostOptions OptionsOf(ParseResult parsed) => new(
        parsed.GetRequiredValue(Port),
        parsed.GetRequiredValue(Data),
        parsed.GetRequiredValue(Config),
        Enum.Parse<HostMode>(parsed.GetRequiredValue(Mode), ignoreCase: true));

    private static int ReadPort(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort)
        {
            return port;
        }

        argument.AddError($"--port is '{text}': it must be a whole number from 0 to {IPEndPoint.MaxPort}.");
        return 0;
    }

    private static async Task<int> StartAsync(HostOptions options, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = LocalHostApp.Build(options, Environment.GetEnvironmentVariable);
            await app.RunAsync(cancellationToken);
            return 0;
        }
        catch (Exception exception) when (exception is ConfigException or DataFolderException or IOException)
        {
            await error.WriteLineAsync($"The coordinator did not start.\n{WordsFor(exception, options)}");
            return CouldNotStart;
        }
    }

    private static string WordsFor(Exception exception, HostOptions options) => exception.InnerException is AddressInUseException
        ? $"Port {options.Port} is in use by another process. Stop that one, or give this one another port (--port)."
        : exception.Message;
}
