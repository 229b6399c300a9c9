using Coordinator.Cli.Login;

namespace Coordinator.Cli;

/// <summary>What a command finds around it.</summary>
internal sealed record CliEnvironment
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>False: somebody reads it later or a program does, so there are no colours, frames or line breaks.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Asks the person at the terminal, and gives the answer; null: there is nobody.</summary>
    public Func<string, string?>? Ask { get; init; }

    public required Func<string, string?> Variable { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Shows an address to whoever sits here.</summary>
    public Action<Uri> Browse { get; init; } = Browser.Open;
}
