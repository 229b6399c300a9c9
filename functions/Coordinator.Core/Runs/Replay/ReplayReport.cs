namespace Coordinator.Core.Runs.Replay;

/// <summary>A run as the policy of this version sees it.</summary>
/// <param name="Next">What would be done next; empty if the run has ended.</param>
/// <param name="PolicyVersion">Under which the run was started; null: it was not.</param>
public sealed record ReplayReport(IReadOnlyList<ReplayedFact> Facts, IReadOnlyList<string> Next, int? PolicyVersion)
{
    /// <summary>The first fact that this version would not have brought about, or cannot read; null: there is none.</summary>
    public ReplayedFact? FirstDifference => Facts.FirstOrDefault(fact => fact.Verdict is ReplayVerdict.Differs or ReplayVerdict.Unknown);

    public string Summary => FirstDifference switch
    {
        null => $"{Facts.Count} facts, same decisions.",
        { Verdict: ReplayVerdict.Unknown } fact => $"{Facts.Count} facts; this version cannot judge from fact {fact.Number} on.",
        var fact => $"{Facts.Count} facts, differs at {fact.Number}.",
    };
}

/// <param name="Number">From 1.</param>
/// <param name="Decided">What the policy would have had under way that can end in this fact; null: the fact is not the policy's.</param>
/// <param name="Note">Why it differs, or where it comes from.</param>
public sealed record ReplayedFact(int Number, string Type, DateTimeOffset At, ReplayVerdict Verdict, string? Decided, string? Note);

public enum ReplayVerdict
{
    Same,

    Differs,

    /// <summary>Came from outside: a person, a restart, another run.</summary>
    NotDecided,

    /// <summary>This version cannot tell.</summary>
    Unknown,
}
