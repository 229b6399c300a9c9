namespace Coordinator.Core.DeadLetters.Queue;

/// <summary>What an operator wants retried (runbook 5.2).</summary>
public sealed record RetryOrder
{
    /// <summary>These letters; empty: those of <see cref="FailureTypes"/>.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    public IReadOnlyList<string> FailureTypes { get; init; } = [];

    /// <summary>A letter that was retried so often is left alone.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>Letters that are taken up at once, oldest first.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>What came of it.</summary>
public sealed record RetryReport
{
    /// <summary>Letters for which a run is under way now.</summary>
    public int Retried => Runs.Sum(run => run.Ids.Count);

    /// <summary>Letters whose run could not be started; they are as they were.</summary>
    public int Failed { get; init; }

    public IReadOnlyList<SkippedLetter> Skipped { get; init; } = [];

    public IReadOnlyList<RetriedRun> Runs { get; init; } = [];
}

public sealed record SkippedLetter(string Id, string Reason);

/// <param name="Ids">Letters that it settles.</param>
public sealed record RetriedRun(string RunId, IReadOnlyList<string> Ids);
