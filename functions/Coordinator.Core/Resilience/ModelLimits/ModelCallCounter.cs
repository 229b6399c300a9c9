using Coordinator.Core.Failures;

namespace Coordinator.Core.Resilience.ModelLimits;

/// <summary>Counts model calls and remembers how long the newest took.</summary>
internal sealed class ModelCallCounter
{
    public const int Kept = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<TimeSpan> _newest = new(Kept);
    private long _completed;
    private long _failed;
    private long _timeouts;
    private TimeSpan _total;

    public ModelUse Current
    {
        get
        {
            TimeSpan[] sorted;
            (long Completed, long Failed, long Timeouts, TimeSpan Total) counted;
            lock (_lock)
            {
                (sorted, counted) = ([.. _newest], (_completed, _failed, _timeouts, _total));
            }

            Array.Sort(sorted);
            var requests = counted.Completed + counted.Failed;
            return new ModelUse(requests, counted.Completed, counted.Failed, counted.Timeouts, requests == 0 ? null : counted.Total / requests, At(sorted, 0.5), At(sorted, 0.95));
        }
    }

    public void Ended(TimeSpan took, Failure? failure)
    {
        lock (_lock)
        {
            _ = failure is null ? _completed++ : _failed++;
            _timeouts += failure?.Class == FailureClass.Timeout ? 1 : 0;
            _total += took;
            if (_newest.Count == Kept)
            {
                _newest.Dequeue();
            }

            _newest.Enqueue(took);
        }
    }

    public void GivenUp()
    {
        lock (_lock)
        {
            _timeouts++;
        }
    }

    private static TimeSpan? At(TimeSpan[] sorted, double share) =>
        sorted.Length == 0 ? null : sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * share) - 1, 0, sorted.Length - 1)];
}
