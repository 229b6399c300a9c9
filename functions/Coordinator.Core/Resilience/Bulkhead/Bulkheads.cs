using System.Collections.Concurrent;
using Coordinator.Core.Failures;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Resilience.Bulkhead;

/// <summary>
/// Places of all partitions, shared by all instances and fair between users. A call waits here for a few seconds; then its run waits, and its ticket in the state store keeps its place in line.
/// </summary>
public sealed partial class Bulkheads
{
    /// <summary>A call that has no place by then leaves the step.</summary>
    public static readonly TimeSpan WaitInStep = TimeSpan.FromSeconds(5);

    /// <summary>A run asks again after this time: nobody tells it when a place comes free.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>Of a ticket: the run comes back in time, also when its host was restarted in between.</summary>
    private static readonly TimeSpan TicketLease = TimeSpan.FromSeconds(90);

    /// <summary>A place that comes free is kept for a ticket that was asked for so recently: longer than <see cref="LongestPause"/>.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(2);

    /// <summary>Between two questions of a call in line. While the line moves it asks often, as nobody tells it of a place that comes free on another instance.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(25);

    /// <summary>Of one whose turn may be next.</summary>
    private static readonly TimeSpan LongestPauseInFront = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<Bulkheads> _logger;
    private readonly DocumentCopies<PartitionLimits> _limits;
    private readonly ConcurrentDictionary<string, PartitionCounter> _counters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _freed = new(StringComparer.Ordinal);

    public Bulkheads(IStateStore store, PartitionPlan plan, TimeProvider time, ILogger<Bulkheads> logger)
    {
        (_store, Plan, _time, _logger) = (store, plan, time, logger);
        _limits = new DocumentCopies<PartitionLimits>(store, time, PartitionLimits.Deserialize, (_, exception) => LogNotKept(exception));
    }

    public PartitionPlan Plan { get; }

    /// <summary>Waits in line for at most <see cref="WaitInStep"/>. Without a state store nobody is held up.</summary>
    internal async Task<BulkheadPass> EnterAsync(Partition partition, BulkheadEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await StandInLineAsync(partition, entry, cancellationToken);
        }
        catch (StateStoreException exception)
        {
            LogNotKept(exception);
            return Granted(partition, null, TimeSpan.Zero);
        }
    }

    /// <summary>Gives up a place in line.</summary>
    internal async Task LeaveAsync(Partition partition, BulkheadEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await _store.ReleaseAsync(partition.Pool, entry.Holder, cancellationToken);
        }
        catch (StateStoreException exception)
        {
            LogNotKept(exception);
        }
    }

    public async Task<PartitionUse> ReadAsync(Partition partition, CancellationToken cancellationToken)
    {
        var limits = await _limits.FetchAsync(PartitionLimits.Key, cancellationToken);
        var use = await _store.ReadPoolAsync(partition.Pool, cancellationToken);
        return new PartitionUse(partition, use.Active, use.Waiting, limits.Of(partition), CounterOf(partition).Current);
    }

    /// <summary>Holds on all instances within a second. Nobody loses a place that he has.</summary>
    /// <param name="limit">Null: that of the file again.</param>
    public async Task SetLimitAsync(Partition partition, int? limit, CancellationToken cancellationToken)
    {
        var stored = await _store.UpdateAsync(PartitionLimits.Key, json => PartitionLimits.Deserialize(json).With(partition.Name, limit).Serialize(), null, cancellationToken);
        _limits.Remember(PartitionLimits.Key, PartitionLimits.Deserialize(stored?.Value));
        LogLimit(partition.Name, limit ?? partition.MaxConcurrent);
        Freed(partition.Pool);
    }

    private async Task<BulkheadPass> StandInLineAsync(Partition partition, BulkheadEntry entry, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        // After the clock was set back the wait begins anew, instead of lasting that much longer.
        var now = _time.GetUtcNow();
        var since = entry.QueuedSince < now ? entry.QueuedSince.Value : now;
        var before = now - since;
        var (pause, position) = (ShortestPause, int.MaxValue);
        while (true)
        {
            // Looked at before the question, so that no place that comes free in between is missed.
            var freed = _freed.GetOrAdd(partition.Pool, _ => NewSignal()).Task;
            var limit = (await _limits.ReadAsync(PartitionLimits.Key, cancellationToken)).Of(partition);
            var request = new PermitRequest(partition.Pool, entry.Holder, entry.Group, limit, HeldPermit.Lease) { Claims = Claim, TicketLease = TicketLease };
            var answer = await _store.AcquireAsync(request, cancellationToken);
            var inStep = _time.GetElapsedTime(start);
            if (answer.IsGranted)
            {
                return Granted(partition, request, before + inStep);
            }

            if (before + inStep >= partition.WaitFor)
            {
                await LeaveAsync(partition, entry, cancellationToken);
                CounterOf(partition).TimedOut();
                return BulkheadPass.GivenUp(partition, limit);
            }

            if (inStep >= WaitInStep)
            {
                return BulkheadPass.Queued(new QueuePlace(partition.Name, answer.Position, since));
            }

            pause = PauseOf(pause, answer.Position, position, limit);
            position = answer.Position;
            var left = TimeSpan.FromTicks(Math.Min((WaitInStep - inStep).Ticks, (partition.WaitFor - before - inStep).Ticks));
            await freed.WaitAsync(pause < left ? pause : left, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static TimeSpan PauseOf(TimeSpan last, int position, int lastPosition, int limit)
    {
        var longest = position <= limit ? LongestPauseInFront : LongestPause;
        return position < lastPosition ? ShortestPause : last * 2 < longest ? last * 2 : longest;
    }

    /// <param name="request">Null: the store has no permit of it.</param>
    private BulkheadPass Granted(Partition partition, PermitRequest? request, TimeSpan waited)
    {
        var counter = CounterOf(partition);
        counter.Acquired(waited);
        var start = _time.GetTimestamp();
        return BulkheadPass.Granted(request is null ? new Unkept(Release) : new HeldPermit(_store, request, _time, Release, _logger));

        void Release()
        {
            counter.Released(_time.GetElapsedTime(start));
            Freed(partition.Pool);
        }
    }

    /// <summary>Whoever stands in line in this process asks at once.</summary>
    private void Freed(string pool)
    {
        if (_freed.TryRemove(pool, out var signal))
        {
            signal.TrySetResult();
        }
    }

    private PartitionCounter CounterOf(Partition partition) => _counters.GetOrAdd(partition.Name, _ => new PartitionCounter());

    private sealed class Unkept(Action released) : IDisposable
    {
        public void Dispose() => released();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Information, "bulkhead_limit partition={Partition} max_concurrent={Limit}")]
    private partial void LogLimit(string partition, int limit);

    [LoggerMessage(LogLevel.Warning, "bulkhead_not_kept calls go through as long as the state store fails")]
    private partial void LogNotKept(Exception exception);
}
