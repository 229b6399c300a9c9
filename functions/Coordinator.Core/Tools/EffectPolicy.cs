using Coordinator.Core.State;

namespace Coordinator.Core.Tools;

/// <summary>What to do about a write, given how far it got before. A write is never sent twice unless its server recognises the repetition.</summary>
public static class EffectPolicy
{
    /// <summary>How long a server knows a key again: <c>opc-retry-token</c> is valid for 24 h; an hour is left for clocks and the call itself.</summary>
    public static readonly TimeSpan KeyValidity = TimeSpan.FromHours(23);

    /// <param name="stored">The call's effect; null if it was never attempted.</param>
    /// <param name="owner">This process.</param>
    public static EffectDecision Decide(Effect? stored, ToolRule rule, string owner, DateTimeOffset now) => stored switch
    {
        null => new EffectDecision(EffectStep.Send, 1),
        { Status: EffectStatus.NotExecuted } => new EffectDecision(EffectStep.Send, stored.Attempt + 1),
        { Status: not EffectStatus.Intended } => new EffectDecision(EffectStep.Keep, stored.Attempt),
        _ when IsRecognised(stored, rule, now) && stored.Owner == owner => new EffectDecision(EffectStep.Send, stored.Attempt + 1),
        _ when now < stored.Deadline => new EffectDecision(EffectStep.Wait, stored.Attempt) { Until = stored.Deadline },
        _ when IsRecognised(stored, rule, now) => new EffectDecision(EffectStep.Send, stored.Attempt + 1),
        _ when rule.Verify is not null => new EffectDecision(EffectStep.Verify, stored.Attempt),
        _ => new EffectDecision(EffectStep.DeclareUnknown, stored.Attempt),
    };

    /// <summary>Whether the server would take another attempt for a repetition of those before.</summary>
    public static bool IsRecognised(Effect stored, ToolRule rule, DateTimeOffset now) =>
        rule.Idempotency != ToolIdempotency.None && now - stored.Since < KeyValidity;
}

public enum EffectStep
{
    /// <summary>Announce the attempt and send the call.</summary>
    Send,

    /// <summary>Somebody's attempt may still be under way.</summary>
    Wait,

    /// <summary>Find out by reading.</summary>
    Verify,

    /// <summary>Nobody can tell: a person decides.</summary>
    DeclareUnknown,

    /// <summary>The outcome is known: report it.</summary>
    Keep,
}

/// <param name="Attempt">Number of the attempt to be made or judged.</param>
public sealed record EffectDecision(EffectStep Step, int Attempt)
{
    /// <summary>With <see cref="EffectStep.Wait"/>: when the attempt's time is over.</summary>
    public DateTimeOffset Until { get; init; }
}
