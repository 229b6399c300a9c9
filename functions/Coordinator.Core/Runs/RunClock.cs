namespace Coordinator.Core.Runs;

/// <summary>How long a run has worked. Pauses may overlap and come in any order.</summary>
internal sealed class RunClock
{
    private readonly SortedSet<(DateTimeOffset From, DateTimeOffset To)> _pauses = [];
    private DateTimeOffset? _start;

    public void Start(DateTimeOffset at) => _start = at;

    public void Pause(DateTimeOffset from, DateTimeOffset to) => _pauses.Add((from, to));

    public TimeSpan WorkedUntil(DateTimeOffset now)
    {
        if (_start is not { } start)
        {
            return TimeSpan.Zero;
        }

        var worked = TimeSpan.Zero;
        var from = start;
        foreach (var pause in _pauses)
        {
            var until = pause.From < now ? pause.From : now;
            worked += until > from ? until - from : TimeSpan.Zero;
            from = pause.To > from ? pause.To : from;
        }

        return worked + (now > from ? now - from : TimeSpan.Zero);
    }
}
