using Coordinator.Core.DeadLetters;
using Coordinator.Core.Runs;

namespace Coordinator.Core.State;

/// <summary>A run as lists show it.</summary>
public sealed record RunRecord
{
    public required RunRequest Request { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>Position in arrival order over all runs.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When a waiting run goes on by itself.</summary>
    public DateTimeOffset? WakeAt { get; init; }
}

/// <summary>Which runs, newest first unless <see cref="OldestFirst"/>.</summary>
public sealed record RunQuery
{
    public bool UnfinishedOnly { get; init; }

    public string? ThreadKey { get; init; }

    public RunStatus? Status { get; init; }

    public bool OldestFirst { get; init; }

    /// <summary>Only runs beyond this sequence number, in the order of the query.</summary>
    public long? After { get; init; }

    public int Take { get; init; } = 50;
}

/// <summary>A fact with its number, from 1 without gaps.</summary>
public sealed record StoredFact(long Number, RunFact Fact);

/// <summary>One earlier question of the thread and what was answered.</summary>
public sealed record ThreadExchange(string RunId, string Question, string Answer);

/// <summary>One unit of writing.</summary>
public sealed record RunWrite(string RunId, RunFact Fact)
{
    /// <summary>Content of the fact, read back by its key.</summary>
    public string? Content { get; init; }

    /// <summary>The effect's new state, stored in the same unit.</summary>
    public Effect? Effect { get; init; }

    /// <summary>Dead letters that the fact brings or ends. None of them is lost when the fact is stored; one may be there without it when the process died in between.</summary>
    public IReadOnlyList<DeadLetterChange> Letters { get; init; } = [];
}
