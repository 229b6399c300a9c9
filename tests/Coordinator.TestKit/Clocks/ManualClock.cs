namespace Coordinator.TestKit.Clocks;

/// <summary>
/// Time that stands still until a test moves it. It knows who waits for when, so that a test moves it only after somebody waits.
/// Timers fire on the thread that moves it, never on one that merely asks for the time or sets a timer: that one may hold a lock.
/// </summary>
public class ManualClock(DateTimeOffset start) : TimeProvider
{
    /// <summary>Nobody waits for ever for somebody to wait.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _begun = [];
    private readonly List<ManualTimer> _armed = [];
    private TaskCompletionSource _added = NewSignal();
    private long _now = start.UtcTicks;

    public ManualClock()
        : this(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public DateTimeOffset Start => start;

    public DateTimeOffset Now => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers were set so far.</summary>
    public int Timers
    {
        get
        {
            lock (_lock)
            {
                return _begun.Count;
            }
        }
    }

    /// <summary>Timers have whole milliseconds and are rounded up.</summary>
    private static TimeSpan Slack => TimeSpan.FromMilliseconds(1);

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (_lock)
        {
            Arm_NeedsLock(timer, dueTime, period);
            if (timer.Due is not null)
            {
                _begun.Add(timer);
                _added.TrySetResult();
                _added = NewSignal();
            }
        }

        return timer;
    }

    public void Advance(TimeSpan by)
    {
        lock (_lock)
        {
            MoveTo_NeedsLock(_now + by.Ticks);
        }

        FireDue();
    }

    public void SetUtcNow(DateTimeOffset to)
    {
        lock (_lock)
        {
            MoveTo_NeedsLock(to.UtcTicks);
        }

        FireDue();
    }

    /// <summary>Waits until somebody waits for that time, then makes it so late.</summary>
    /// <param name="after">Of the timers only those that were set after so many.</param>
    public async Task ReachAsync(DateTimeOffset due, CancellationToken cancellationToken, int after = 0)
    {
        await WaitForTimerAsync(due, cancellationToken, after);
        SetUtcNow(due + Slack);
    }

    public Task WaitForTimerAsync(DateTimeOffset due, CancellationToken cancellationToken, int after = 0) =>
        FindTimerAsync(() => _begun.Skip(after).Any(timer => timer.Begun >= due && timer.Begun <= due + Slack) ? due : null, cancellationToken);

    /// <summary>Lets time pass until then, and stops at each moment that somebody waits for on the way.</summary>
    public async Task PassAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        while (Now < until)
        {
            var due = await FindTimerAsync(() => _begun.Where(timer => !timer.IsGivenUp && timer.Begun > Now && timer.Begun <= until + Slack).Min(timer => timer.Begun), cancellationToken);
            SetUtcNow(due + Slack);
        }
    }

    /// <summary>The moment that <paramref name="find"/> gives, now or when another timer is set.</summary>
    private async Task<DateTimeOffset> FindTimerAsync(Func<DateTimeOffset?> find, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (find() is { } found)
                {
                    return found;
                }

                next = _added.Task;
            }

            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException("Nobody waits for the time that is to be reached.");
            }
        }
    }

    private void MoveTo_NeedsLock(long ticks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ticks, _now);
        Interlocked.Exchange(ref _now, ticks);
    }

    private void Arm_NeedsLock(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        _armed.Remove(timer);
        timer.Due = dueTime < TimeSpan.Zero ? null : Now + dueTime;
        timer.Begun ??= timer.Due;
        timer.Period = period;
        if (timer.Due is not null)
        {
            _armed.Add(timer);
        }

        if (dueTime == TimeSpan.Zero)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => FireDue(), null);
        }
    }

    /// <summary>One after another in the order of their times. Others may move the clock meanwhile, callbacks too: each timer fires once all the same.</summary>
    private void FireDue()
    {
        while (TakeDue() is { } timer)
        {
            timer.Fire();
        }
    }

    private ManualTimer? TakeDue()
    {
        lock (_lock)
        {
            var first = _armed.Where(timer => timer.Due <= Now).MinBy(timer => timer.Due);
            if (first is { Period.Ticks: > 0 })
            {
                first.Due += first.Period;
            }
            else if (first is not null)
            {
                _armed.Remove(first);
            }

            return first;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class ManualTimer(ManualClock clock, Action callback) : ITimer
    {
        /// <summary>When it was to fire first.</summary>
        public DateTimeOffset? Begun { get; set; }

        /// <summary>When it fires next; null: not at all.</summary>
        public DateTimeOffset? Due { get; set; }

        public TimeSpan Period { get; set; }

        /// <summary>A timer that was given up is nobody's moment any more.</summary>
        public bool IsGivenUp { get; private set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                if (!IsGivenUp)
                {
                    clock.Arm_NeedsLock(this, dueTime, period);
                }

                return !IsGivenUp;
            }
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                IsGivenUp = true;
                clock._armed.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
