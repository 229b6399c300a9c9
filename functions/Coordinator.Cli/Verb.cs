using System.CommandLine;
using System.Text.Json;
using Coordinator.Cli.Output;
using Coordinator.Cli.Targets;

namespace Coordinator.Cli;

/// <summary>Makes commands of work: each gets its coordinator and its screen, and whatever goes wrong ends in one line and an exit code.</summary>
internal sealed class Verb(CliEnvironment environment)
{
    public static readonly Option<bool> Json = new("--json") { Description = "The coordinator's answer as JSON, for machines.", Recursive = true };

    /// <summary><c>ENOSPC</c>, the same on Linux and macOS; <c>ERROR_DISK_FULL</c>.</summary>
    private const int NoSpace = 28;

    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    public Command New(string name, string description, Symbol[] symbols, Func<Invocation, Task<int>> work)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Option option)
            {
                command.Options.Add(option);
            }
            else if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
        }

        command.SetAction((parsed, cancellationToken) => GuardAsync(parsed, work, cancellationToken));
        return command;
    }

    /// <summary>A command that shows an answer and has nothing else to say.</summary>
    public Command New(string name, string description, Symbol[] symbols, Func<Invocation, Task> work) => New(name, description, symbols, async invocation =>
    {
        await work(invocation);
        return ExitCodes.Done;
    });

    public static Command Group(string name, string description, params Command[] commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
        {
            group.Subcommands.Add(command);
        }

        return group;
    }

    private async Task<int> GuardAsync(ParseResult parsed, Func<Invocation, Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new CoordinatorClient(TargetOptions.Read(parsed, environment.Variable));
            return await work(new Invocation(parsed, client, new Screen(environment, parsed.GetValue(Json)), environment, cancellationToken));
        }
        catch (CliException exception)
        {
            await environment.Error.WriteLineAsync(Plain.Lines(exception.Message));
            return exception.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (IOException exception) when (exception.HResult is NoSpace or NoSpaceOnWindows)
        {
            await environment.Error.WriteLineAsync("The output could not be written: the disk is full.");
            return ExitCodes.Failed;
        }
        catch (IOException)
        {
            // Of the connection they are caught where it is used: this is the output.
            return ExitCodes.BrokenPipe;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            await environment.Error.WriteLineAsync(Plain.Lines($"The coordinator sent what this program does not understand ({exception.Message.Split('\n')[0].TrimEnd()}). 'coordinator version' shows both versions."));
            return ExitCodes.Failed;
        }
    }
}
