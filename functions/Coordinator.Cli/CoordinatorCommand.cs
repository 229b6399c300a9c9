using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Coordinator.Cli.Commands;
using Coordinator.Cli.Targets;

namespace Coordinator.Cli;

/// <summary>The command line <c>coordinator</c>.</summary>
internal static partial class CoordinatorCommand
{
    public static async Task<int> RunAsync(string[] args, CliEnvironment environment, CancellationToken cancellationToken = default)
    {
        var parsed = Root(environment).Parse(args);
        var isGroup = parsed.CommandResult.Command.Subcommands.Count > 0;
        if (parsed.Errors.Count > 0 && (!isGroup || parsed.UnmatchedTokens.Count > 0))
        {
            await environment.Error.WriteLineAsync(isGroup ? $"'{parsed.UnmatchedTokens[0]}' is no command of '{PathOf(parsed)}'." : string.Join('\n', parsed.Errors.Select(error => NoNumber().Replace(error.Message, "$2 is '$1': it must be a whole number."))));
            await environment.Error.WriteLineAsync($"'{PathOf(parsed)} --help' shows what there is.");
            return ExitCodes.WrongUsage;
        }

        // Of a group without a command the help is shown.
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { Output = environment.Out, Error = environment.Error }, cancellationToken);
        return parsed.Errors.Count > 0 ? ExitCodes.WrongUsage : exitCode;
    }

    public static RootCommand Root(CliEnvironment environment)
    {
        var verb = new Verb(environment);
        return new RootCommand("Looks at a running coordinator and operates it, on this machine or on Azure. docs/cli.md has the exit codes and the profile file.")
        {
            HealthCommand.Create(verb),
            StatsCommand.Create(verb),
            ChatCommand.Create(verb),
            RunCommands.Create(verb),
            McpCommands.Create(verb),
            ToolCommands.Create(verb),
            DeadLetterCommands.Create(verb),
            BulkheadCommands.Create(verb),
            ModelCommands.Create(verb),
            OcaCommands.Create(verb),
            SlackCommands.Create(verb),
            CacheCommands.Create(verb),
            ConfigCommands.Create(verb),
            DrainCommand.Create(verb),
            AuditCommand.Create(verb),
            LogCommands.Create(verb),
            VersionCommand.Create(verb),
            TargetOptions.Endpoint,
            TargetOptions.Key,
            TargetOptions.Profile,
            Verb.Json,
        };
    }

    /// <summary>The library's own words name a .NET type.</summary>
    [GeneratedRegex(@"^Cannot parse argument '(.*)' for option '(.*)' as expected type '.*Int32.*$", RegexOptions.Singleline)]
    private static partial Regex NoNumber();

    private static string PathOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? result = parsed.CommandResult; result?.Parent is not null; result = result.Parent)
        {
            names.Push(((CommandResult)result).Command.Name);
        }

        return string.Join(' ', names.Prepend("coordinator"));
    }
}
