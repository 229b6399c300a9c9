using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.Configuration;
using Coordinator.Http.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Coordinator.LocalHost;

/// <summary>The command line of the local host. Exit codes: 0 stopped as asked, 1 could not start, 2 wrong usage, 3 the tools or the configuration are not valid.</summary>
internal static class HostCommand
{
    private const int CouldNotStart = 1;
    private const int WrongUsage = 2;
    private const int NotValid = 3;

    private static readonly Option<int> Port = new("--port")
    {
        Description = "Port on this machine's loopback addresses; 0 takes a free one.",
        DefaultValueFactory = _ => 3001,
        CustomParser = ReadPort,
    };

    private const string NoLogs = "none";

    private static readonly Option<string?> Data = new("--data") { Description = "Folder of the SQLite files; also COORDINATOR_DATA. [default: ./data]" };

    private static readonly Option<string?> Logs = new("--logs")
    {
        Description = "Folder of the log files, or 'none'; also COORDINATOR_LOGS. [default: ./logs; logs in the data folder, if one is given]",
    };

    private static readonly Option<string> Config = new("--config")
    {
        Description = "Folder of mcp-servers.yaml, tool-policy.yaml, tool-catalog.yaml, bulkheads.yaml and workflows/.",
        Recursive = true,
        DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "config"),
    };

    private static readonly Option<string> Mode = new("--mode") { Description = "api (chat API and page), slack, or both.", DefaultValueFactory = _ => "both" };

    private static readonly Option<bool> Startup = new("--startup") { Description = "Also call the reads of 'startup' in tool-catalog.yaml, and fail if one does not work." };

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Also print notes." };

    static HostCommand() => Mode.AcceptOnlyFromAmong("api", "slack", "both");

    /// <param name="output">For help; null for the console.</param>
    /// <param name="error">For what went wrong; null for the console.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter? output, TextWriter? error, CancellationToken cancellationToken)
    {
        // The host handles SIGTERM and Ctrl-C itself: it drains first.
        var invocation = new InvocationConfiguration { Output = output ?? Console.Out, Error = error ?? Console.Error, ProcessTerminationTimeout = null };
        var command = new RootCommand("Answers cloud operations questions from Slack and the chat page, on one machine. Settings are environment variables: see docs/settings.md.")
        {
            Port, Data, Logs, Config, Mode, ValidateTools(invocation), CheckConfig(invocation),
        };
        command.SetAction((parsed, stopping) => StartAsync(OptionsOf(parsed), invocation.Error, stopping));
        var parsed = command.Parse(args);
        var exitCode = await parsed.InvokeAsync(invocation, cancellationToken);
        return parsed.Errors.Count > 0 ? WrongUsage : exitCode;
    }

    private static Command ValidateTools(InvocationConfiguration invocation)
    {
        var command = new Command("validate-tools", "Connects to the MCP servers, checks their tools, the tool policy and the workflows against each other, and ends: 0 if there are no errors, 3 if there are, 1 if it could not.")
        {
            Startup, Verbose,
        };
        command.SetAction((parsed, stopping) => GuardAsync(
            "The tools were not validated.",
            null,
            invocation.Error,
            () => ValidateToolsCommand.RunAsync(parsed.GetRequiredValue(Config), parsed.GetValue(Startup), parsed.GetValue(Verbose), Environment.GetEnvironmentVariable, invocation.Output, stopping)));
        return command;
    }

    private static Command CheckConfig(InvocationConfiguration invocation)
    {
        var check = new Command("check", "Reads settings and files as a start would, says everything that is wrong, and starts nothing: 0 if a start would succeed, 3 if not.");
        check.SetAction(async (parsed, _) =>
        {
            var config = new ConfigCheck(parsed.GetRequiredValue(Config), OciUnified.Locate(Environment.GetEnvironmentVariable, "./data"), _ => HostSettings.Problems(Environment.GetEnvironmentVariable), TimeProvider.System);
            var report = config.Check();
            await invocation.Output.WriteAsync(ConfigText.Write(report));
            return report.Valid ? 0 : NotValid;
        });
        return new Command("config", "The configuration.") { check };
    }

    private static HostOptions OptionsOf(ParseResult parsed)
    {
        var data = parsed.GetValue(Data) ?? Variable("COORDINATOR_DATA");
        var logs = parsed.GetValue(Logs) ?? Variable("COORDINATOR_LOGS") ?? (data is null ? "./logs" : Path.Combine(data, "logs"));
        return new HostOptions(
            parsed.GetRequiredValue(Port),
            data ?? "./data",
            parsed.GetRequiredValue(Config),
            Enum.Parse<HostMode>(parsed.GetRequiredValue(Mode), ignoreCase: true)) { LogFolder = logs == NoLogs ? null : logs };
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

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

    private static Task<int> StartAsync(HostOptions options, TextWriter error, CancellationToken cancellationToken) => GuardAsync("The coordinator did not start.", options, error, async () =>
    {
        await using var app = LocalHostApp.Build(options, Environment.GetEnvironmentVariable);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            // Only disposed, what has begun already is reported as broken, or not, as it comes.
            await app.StopAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    });

    /// <summary>Says what kept it from being done, in words and not as a stack trace.</summary>
    private static async Task<int> GuardAsync(string failed, HostOptions? options, TextWriter error, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is ConfigException or DataFolderException or IOException)
        {
            await error.WriteLineAsync($"{failed}\n{WordsFor(exception, options)}");
            return CouldNotStart;
        }
    }

    private static string WordsFor(Exception exception, HostOptions? options) => exception.InnerException is AddressInUseException
        ? $"Port {options?.Port} is in use by another process. Stop that one, or give this one another port (--port)."
        : exception.Message;
}
