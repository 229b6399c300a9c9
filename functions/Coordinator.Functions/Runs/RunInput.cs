namespace Coordinator.Functions.Runs;

/// <summary>What an orchestration begins or goes on with. Everything else is in run memory.</summary>
/// <param name="RunId">Also the id of the orchestration's instance.</param>
public sealed record RunInput(string RunId)
{
    /// <summary>Nothing is to be done before, unless the run is woken.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Since when it has been held, by an earlier run of its thread or by a drain; null: it has not.</summary>
    public DateTimeOffset? HeldSince { get; init; }
}

/// <summary>One step to be carried out.</summary>
/// <param name="Action">A <see cref="Core.Runs.RunAction"/> as JSON: keys and limits, never content.</param>
public sealed record StepInput(string RunId, string Action);

/// <summary>A run as the orchestration needs it.</summary>
/// <param name="Request">The <see cref="Core.Runs.RunRequest"/> as JSON.</param>
/// <param name="Facts">Each <see cref="Core.Runs.RunFact"/> as JSON, in order.</param>
/// <param name="HeldBy">What has to end first: an earlier run of the same thread, or a drain.</param>
public sealed record LoadedRun(string Request, IReadOnlyList<string> Facts, string? HeldBy);

/// <summary>A run that goes on after it was held.</summary>
public sealed record ReleasedHold(string RunId, DateTimeOffset Since);

/// <summary>A run that lets the next of its thread begin.</summary>
/// <param name="ParkedBecause">Null: it has ended.</param>
public sealed record ReleasedRun(string RunId, string? ParkedBecause);
