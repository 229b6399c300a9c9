using Coordinator.Core.Failures;

namespace Coordinator.Core.Resilience.Bulkhead;

/// <summary>What came of asking for a place: a permit to be given back, or why there is none.</summary>
internal sealed record BulkheadPass
{
    private BulkheadPass()
    {
    }

    /// <summary>Null if there is none.</summary>
    public IDisposable? Permit { get; private init; }

    public Failure? Failure { get; private init; }

    public static BulkheadPass Granted(IDisposable permit) => new() { Permit = permit };

    /// <summary>The ticket is kept: the caller comes back for it.</summary>
    public static BulkheadPass Queued(QueuePlace place) => new() { Failure = new Failure(FailureClass.HeldBack, $"{place}.") { Queue = place } };

    public static BulkheadPass GivenUp(Partition partition, int limit) => new()
    {
        Failure = new Failure(
            FailureClass.HeldBack,
            $"{(limit == 1 ? "The only place" : $"All {limit} places")} of '{partition.Name}' {(limit == 1 ? "is" : "are")} taken, and none came free within {partition.WaitFor.TotalSeconds:0} s. Ask again later, or let an operator raise its limit."),
    };
}
