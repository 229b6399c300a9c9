using Coordinator.Core.Failures;

namespace Coordinator.Connections;

/// <summary>When something that could not be reached is tried again: ever later up to half a minute, spread by chance, and never given up. Setting the machine's clock changes nothing.</summary>
internal sealed class ReconnectBackoff(TimeProvider time, Func<double> chance)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _failures;
    private long _failedAt;
    private TimeSpan _pause;

    /// <summary>The last attempt failed.</summary>
    public bool IsFailing => _failures > 0;

    /// <summary>Time until the next attempt; zero if it may be made now.</summary>
    public TimeSpan Wait => _pause - time.GetElapsedTime(_failedAt) is { Ticks: > 0 } wait ? wait : TimeSpan.Zero;

    public void Succeeded() => (_failures, _pause) = (0, TimeSpan.Zero);

    /// <summary>Gives the pause, which is at least what the server asked for.</summary>
    public TimeSpan Failed(Failure failure)
    {
        var seconds = Math.Min(Math.Pow(2, _failures), Longest.TotalSeconds) * (0.75 + (chance() / 2));
        _failures = Math.Min(_failures + 1, 30);
        (_pause, _failedAt) = (TimeSpan.FromSeconds(Math.Max(seconds, failure.RetryAfter?.TotalSeconds ?? 0)), time.GetTimestamp());
        return _pause;
    }
}
