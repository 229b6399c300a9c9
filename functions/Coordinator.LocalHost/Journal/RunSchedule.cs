namespace Coordinator.LocalHost.Journal;

/// <summary>
/// Which runs may go on now. Of each thread only the oldest unfinished run; not those that wait for their time.
/// Small: a waiting run is its id and a time. Not thread-safe: its owner holds the lock.
/// </summary>
internal sealed class RunSchedule
{
    private readonly Dictionary<string, Queue<string>> _threads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _threadOf = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _timers = new();
    private readonly Dictionary<string, DateTimeOffset> _waiting = new(StringComparer.Ordinal);
    private readonly Queue<string> _ready = new();

    public int Unfinished => _threadOf.Count;

    public int Waiting => _waiting.Count;

    /// <summary>When the next waiting run is due.</summary>
    public DateTimeOffset? NextDue => _timers.TryPeek(out _, out var due) ? due : null;

    /// <summary>Runs are added in arrival order. False: it is known already.</summary>
    public bool Add(string runId, string threadKey, DateTimeOffset? until)
    {
        if (!_threadOf.TryAdd(runId, threadKey))
        {
            return false;
        }

        if (!_threads.TryGetValue(threadKey, out var queue))
        {
            _threads[threadKey] = queue = new Queue<string>(1);
        }

        queue.Enqueue(runId);
        if (queue.Count == 1)
        {
            Admit(runId, until);
        }

        return true;
    }

    /// <summary>The next run that may go on; the caller carries it out until it says <see cref="Pause"/> or <see cref="Finish"/>.</summary>
    public bool TryTake(DateTimeOffset now, out string runId)
    {
        while (_timers.TryPeek(out var waiting, out var due) && due <= now)
        {
            _timers.Dequeue();
            Release(waiting, due);
        }

        return _ready.TryDequeue(out runId!);
    }

    public void Pause(string runId, DateTimeOffset until) => Admit(runId, until);

    /// <summary>A run that was taken and not carried on: it may go on as soon as there is a place.</summary>
    public void Return(string runId) => Admit(runId, until: null);

    /// <summary>True if the run was waiting and may go on now.</summary>
    public bool Wake(string runId)
    {
        if (!_waiting.Remove(runId))
        {
            return false;
        }

        _ready.Enqueue(runId);
        return true;
    }

    /// <summary>The next run of the thread may go on.</summary>
    public void Finish(string runId)
    {
        if (!_threadOf.Remove(runId, out var threadKey))
        {
            return;
        }

        var queue = _threads[threadKey];
        queue.Dequeue();
        if (queue.TryPeek(out var next))
        {
            _ready.Enqueue(next);
        }
        else
        {
            _threads.Remove(threadKey);
        }
    }

    private void Admit(string runId, DateTimeOffset? until)
    {
        if (until is { } time)
        {
            _waiting[runId] = time;
            _timers.Enqueue(runId, time);
        }
        else
        {
            _ready.Enqueue(runId);
        }
    }

    /// <summary>A run that was woken early leaves its timer behind.</summary>
    private void Release(string runId, DateTimeOffset due)
    {
        if (_waiting.TryGetValue(runId, out var until) && until == due)
        {
            _waiting.Remove(runId);
            _ready.Enqueue(runId);
        }
    }
}
