using System.CommandLine;
using Coordinator.Cli.Output;
using Coordinator.Cli.Targets;

namespace Coordinator.Cli;

/// <summary>One command as it was given.</summary>
internal sealed record Invocation(ParseResult Parsed, CoordinatorClient Client, Screen Screen, CliEnvironment Environment, CancellationToken Cancellation)
{
    public T Get<T>(Option<T> option) => Parsed.GetValue(option)!;

    public T Get<T>(Argument<T> argument) => Parsed.GetValue(argument)!;

    /// <summary>An argument as a part of a route.</summary>
    public string Escaped(Argument<string> argument) => Uri.EscapeDataString(Get(argument));
}
