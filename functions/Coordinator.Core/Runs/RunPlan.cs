namespace Coordinator.Core.Runs;

/// <summary>Collects what is ready now and when more will be.</summary>
internal sealed class RunPlan(DateTimeOffset now)
{
    private readonly List<RunAction> _ready = [];
    private DateTimeOffset? _next;

    public bool IsEmpty => _ready.Count == 0 && _next is null;

    public void Do(RunAction action) => _ready.Add(action);

    public void DoFrom(DateTimeOffset due, RunAction action)
    {
        if (due <= now)
        {
            Do(action);
        }
        else if (_next is null || due < _next)
        {
            _next = due;
        }
    }

    public IReadOnlyList<RunAction> ToActions() =>
        _next is { } until ? [.. _ready, new Wait(RunSignals.Inbox, until)] : _ready;
}
