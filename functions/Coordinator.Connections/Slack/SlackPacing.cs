namespace Coordinator.Connections.Slack;

/// <summary>
/// Keeps us within Slack's rates: one post a second and channel, in order of arrival, and no call of a method that Slack has put on hold (429).
/// One bot token is one workspace, so a method's hold is that workspace's.
/// </summary>
internal sealed class SlackPacing(TimeProvider time)
{
    public static readonly TimeSpan PostInterval = TimeSpan.FromSeconds(1);

    /// <summary>A call that would wait longer is turned away: waiting that long is the run's business.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private const int IdleChannelsKept = 256;

    private readonly long _origin = time.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TimeSpan> _heldUntil = [];
    private readonly Dictionary<string, ChannelQueue> _channels = [];

    /// <summary>Monotonic: a corrected wall clock must not stop posts.</summary>
    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>Null when it is the caller's turn, else the time after which a new attempt makes sense.</summary>
    /// <param name="channel">Set for posts.</param>
    public async Task<TimeSpan?> WaitForTurnAsync(string method, string? channel, CancellationToken cancellationToken)
    {
        if (channel is null)
            return await WaitAsync(method, null, cancellationToken);

        var (queue, tooLong) = Enter(method, channel);
        if (queue is null)
            return tooLong;

        try
        {
            await queue.Turn.WaitAsync(cancellationToken);
            try
            {
                return await WaitAsync(method, queue, cancellationToken);
            }
            finally
            {
                queue.Turn.Release();
            }
        }
        finally
        {
            Leave(queue);
        }
    }

    public void Hold(string method, TimeSpan duration)
    {
        lock (_lock)
        {
            var until = Now + duration;
            if (!_heldUntil.TryGetValue(method, out var known) || until > known)
                _heldUntil[method] = until;
        }
    }

    private async Task<TimeSpan?> WaitAsync(string method, ChannelQueue? queue, CancellationToken cancellationToken)
    {
        // Looked at again after each wait: a 429 may have come meanwhile.
        while (true)
        {
            TimeSpan wait;
            lock (_lock)
            {
                wait = Remaining_NeedsLock(method, queue);
                if (wait <= TimeSpan.Zero)
                {
                    if (queue is not null)
                        queue.FreeFrom = Now + PostInterval;
                    return null;
                }
            }

            if (wait > LongestWait)
                return wait;
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private (ChannelQueue? Queue, TimeSpan TooLong) Enter(string method, string channel)
    {
        lock (_lock)
        {
            if (!_channels.TryGetValue(channel, out var queue))
            {
                ForgetIdleChannels_NeedsLock();
                queue = _channels[channel] = new ChannelQueue();
            }

            var wait = Remaining_NeedsLock(method, queue) + (queue.Waiting * PostInterval);
            if (wait > LongestWait)
                return (null, wait);

            queue.Waiting++;
            return (queue, default);
        }
    }

    private void Leave(ChannelQueue queue)
    {
        lock (_lock)
            queue.Waiting--;
    }

    private TimeSpan Remaining_NeedsLock(string method, ChannelQueue? queue)
    {
        var free = queue?.FreeFrom ?? TimeSpan.Zero;
        var held = _heldUntil.GetValueOrDefault(method);
        return (free > held ? free : held) - Now is { Ticks: > 0 } wait ? wait : TimeSpan.Zero;
    }

    private void ForgetIdleChannels_NeedsLock()
    {
        if (_channels.Count < IdleChannelsKept)
            return;

        var now = Now;
        foreach (var (channel, queue) in _channels)
            if (queue.Waiting == 0 && queue.FreeFrom <= now)
                _channels.Remove(channel);
    }

    private sealed class ChannelQueue
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Waiting { get; set; }

        public TimeSpan FreeFrom { get; set; }
    }
}
