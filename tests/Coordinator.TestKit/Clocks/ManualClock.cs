using Microsoft.Extensions.Time.Testing;

namespace Coordinator.TestKit.Clocks;

/// <summary>Time that stands still until a test moves it. It knows who waits for when, so that a test moves it only after somebody waits.</summary>
public class ManualClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    /// <summary>Nobody waits for ever for somebody to wait.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<Entry> _timers = [];
    private TaskCompletionSource _added = NewSignal();

    public ManualClock()
        : this(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public DateTimeOffset Now => GetUtcNow();

    /// <summary>How many timers were set so far.</summary>
    public int Timers
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime < TimeSpan.Zero)
        {
            return timer;
        }

        lock (_lock)
        {
            var entry = new Entry(timer, Now + dueTime);
            _timers.Add(entry);
            _added.TrySetResult();
            _added = NewSignal();
            return entry;
        }
    }

    /// <summary>Waits until somebody waits for that time, then makes it so late.</summary>
    /// <param name="after">Of the timers only those that were set after so many.</param>
    public async Task ReachAsync(DateTimeOffset due, CancellationToken cancellationToken, int after = 0)
    {
        await WaitForTimerAsync(due, cancellationToken, after);
        SetUtcNow(due + Slack);
    }

    public Task WaitForTimerAsync(DateTimeOffset due, CancellationToken cancellationToken, int after = 0) =>
        FindTimerAsync(due, after, cancellationToken).WaitAsync(Limit, cancellationToken);

    /// <summary>Lets time pass until then, and stops at each moment that somebody waits for on the way.</summary>
    public async Task PassAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        while (Now < until)
        {
            var due = await NextTimerAsync(until + Slack, cancellationToken).WaitAsync(Limit, cancellationToken);
            SetUtcNow(due + Slack);
        }
    }

    /// <summary>Timers have whole milliseconds and are rounded up.</summary>
    private static TimeSpan Slack => TimeSpan.FromMilliseconds(1);

    private async Task FindTimerAsync(DateTimeOffset due, int after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_timers.Skip(after).Any(known => known.Due >= due && known.Due <= due + Slack))
                {
                    return;
                }

                next = _added.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private async Task<DateTimeOffset> NextTimerAsync(DateTimeOffset last, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                var now = Now;
                if (_timers.Where(timer => !timer.IsGivenUp && timer.Due > now && timer.Due <= last).MinBy(timer => timer.Due) is { } first)
                {
                    return first.Due;
                }

                next = _added.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A timer that was given up is nobody's moment any more.</summary>
    private sealed class Entry(ITimer timer, DateTimeOffset due) : ITimer
    {
        public DateTimeOffset Due => due;

        public bool IsGivenUp { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            IsGivenUp = true;
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            IsGivenUp = true;
            return timer.DisposeAsync();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
