namespace Coordinator.Core.Resilience.Bulkhead;

/// <summary>A call that wants in.</summary>
/// <param name="Holder">The same for the same step, so that it finds its own place again, also after a crash.</param>
/// <param name="Group">Whose call it is: the users of a partition take turns.</param>
public sealed record BulkheadEntry(string Holder, string Group)
{
    /// <summary>When it first stood in line; null: now.</summary>
    public DateTimeOffset? QueuedSince { get; init; }
}
