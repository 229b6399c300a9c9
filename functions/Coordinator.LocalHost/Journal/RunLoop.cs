using Coordinator.Core.Execution;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.LocalHost.Journal;

/// <summary>Carries one run from its last fact to its end, or to its next long wait.</summary>
/// <param name="reached">The moment until which it waited; the machine's clock may have been set back since.</param>
internal sealed class RunLoop(RunRecord record, IRunMemory memory, StepExecutor executor, TimeProvider time, DateTimeOffset reached = default) : IDisposable
{
    /// <summary>A run that waits longer, or for a place, leaves the process's memory until then: others may go on.</summary>
    private static readonly TimeSpan StaysFor = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, Task<IReadOnlyList<StoredFact>>> _underWay = [];
    private readonly HashSet<string> _inboxRead = [];
    private readonly HashSet<string> _givenUp = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _overdue = new();
    private readonly Transcript _transcript = new(record.Request.RunId, memory);
    private RunState _state = new();
    private DateTimeOffset? _stopBy;
    private (DateTimeOffset Moment, long At) _latest = (reached, time.GetTimestamp());
    private TaskCompletionSource _woken = NewSignal();
    private int _isWoken = 1;

    private RunRequest Request => record.Request;

    /// <summary>Something is in the inbox that was not read.</summary>
    public bool IsWoken => Volatile.Read(ref _isWoken) != 0;

    /// <summary>Something new is in the inbox.</summary>
    public void Wake()
    {
        Volatile.Write(ref _isWoken, 1);
        Volatile.Read(ref _woken).TrySetResult();
    }

    /// <param name="draining">Cancelled: start nothing new, end when what is under way has ended.</param>
    /// <param name="aborted">Cancelled: give up what is under way; it is done again after the next start.</param>
    public async Task<RunPause> ExecuteAsync(bool afterRestart, CancellationToken draining, CancellationToken aborted)
    {
        using var onDrain = draining.Register(Wake);
        try
        {
            await LoadAsync(afterRestart, aborted);
            return await AdvanceAsync(draining, aborted);
        }
        finally
        {
            // After a failure to store: what is under way must not meet a second attempt at itself.
            await Task.WhenAll(_underWay.Values.Cast<Task>()).WaitAsync(aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _overdue.Dispose();
    }

    private async Task<RunPause> AdvanceAsync(CancellationToken draining, CancellationToken aborted)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(aborted, _overdue.Token);
        while (true)
        {
            await ReadInboxAsync(aborted);
            var actions = draining.IsCancellationRequested ? [] : RunPolicy.Next(Request, _state, Now);
            if (actions is [Park park])
            {
                return RunPause.Parked(park.Reason);
            }

            var wait = actions.OfType<Wait>().FirstOrDefault();
            Start(actions, cancelled.Token, aborted);
            if (_underWay.Count == 0 && PauseOf(wait, draining) is { } pause)
            {
                return pause;
            }

            await WaitAsync(wait, aborted);
            await TakeResultsAsync();
        }
    }

    private async Task LoadAsync(bool afterRestart, CancellationToken cancellationToken)
    {
        var facts = await memory.ReadFactsAsync(Request.RunId, 0, cancellationToken);
        _state = RunState.Fold(facts.Select(stored => stored.Fact));
        if (afterRestart && _state is { Started: not null, ParkedBecause: null, Finished: null })
        {
            var resumed = new RunResumed(_state.Resumptions + 1, _state.LastFactAt) { At = time.GetUtcNow() };
            _state.Apply((await memory.AppendAsync(new RunWrite(Request.RunId, resumed), cancellationToken)).Fact);
        }
    }

    private async Task ReadInboxAsync(CancellationToken cancellationToken)
    {
        if (_state.ParkedBecause is not null || Interlocked.Exchange(ref _isWoken, 0) == 0)
        {
            return;
        }

        _woken = NewSignal();
        if (Volatile.Read(ref _isWoken) != 0)
        {
            _woken.TrySetResult();
        }

        foreach (var item in await memory.ReadInboxAsync(Request.RunId, cancellationToken))
        {
            if (_inboxRead.Add(item.Id))
            {
                var read = new InboxRead(item.Id, item.Kind, item.By) { At = time.GetUtcNow() };
                _state.Apply((await memory.AppendAsync(new RunWrite(Request.RunId, read), cancellationToken)).Fact);
            }
        }

        if (_state.Stop is not null && _stopBy is null)
        {
            _stopBy = time.GetUtcNow() + RunPolicy.StopWithin;
            await _stop.CancelAsync();
        }
    }

    private void Start(IReadOnlyList<RunAction> actions, CancellationToken cancelled, CancellationToken aborted)
    {
        foreach (var action in actions)
        {
            if (action is CancelStep && IsStopOverdue && _underWay.ContainsKey(action.StepKey) && _givenUp.Add(action.StepKey))
            {
                // Whatever it brings later finds the fact that is written now.
                _underWay.Remove(action.StepKey);
                _overdue.Cancel();
            }

            if (action is not Wait && !_underWay.ContainsKey(action.StepKey))
            {
                var context = new StepContext(Request, _transcript, memory, _stop.Token);
                _underWay[action.StepKey] = executor.ExecuteAsync(context, action, action is CallTool or TakeTurn or RouteMessage ? cancelled : aborted);
            }
        }
    }

    /// <summary>Never goes back: waits go by it, and setting the machine's clock back must not make them longer.</summary>
    private DateTimeOffset Now
    {
        get
        {
            var (now, counted) = (time.GetUtcNow(), _latest.Moment + time.GetElapsedTime(_latest.At));
            _latest = (now > counted ? now : counted, time.GetTimestamp());
            return _latest.Moment;
        }
    }

    private bool IsStopOverdue => _stopBy <= time.GetUtcNow();

    private RunPause? PauseOf(Wait? wait, CancellationToken draining) =>
        _state.Finished is not null ? RunPause.Finished
        : draining.IsCancellationRequested ? RunPause.Drained
        : wait is not null && (wait.Until - Now > StaysFor || RunPolicy.StandsInLine(_state)) ? RunPause.WaitingUntil(wait.Until)
        : null;

    private async Task WaitAsync(Wait? wait, CancellationToken aborted)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var stopBy = IsStopOverdue ? null : _stopBy;
        var due = wait?.Until < stopBy ? wait.Until : stopBy ?? wait?.Until;
        var timer = Pause.UntilAsync(due, () => Now, time, enough.Token);
        await Task.WhenAny([.. _underWay.Values, _woken.Task, timer]);
        await enough.CancelAsync();
        aborted.ThrowIfCancellationRequested();
    }

    private async Task TakeResultsAsync()
    {
        foreach (var (key, step) in _underWay.Where(pair => pair.Value.IsCompleted).ToList())
        {
            _underWay.Remove(key);
            foreach (var stored in await step)
            {
                _state.Apply(stored.Fact);
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
