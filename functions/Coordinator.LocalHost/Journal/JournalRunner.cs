using Coordinator.Connections.Sqlite;
using Coordinator.Core.Execution;
using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.LocalHost.Journal;

/// <summary>Carries out all runs of this machine: resumes every unfinished one at start, a bounded number at once, each from its last fact.</summary>
internal sealed partial class JournalRunner : BackgroundService
{
    /// <summary>Pause of a run whose facts cannot be stored (disk full): nothing is lost meanwhile.</summary>
    private static readonly TimeSpan StoragePause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly RunSchedule _schedule = new();
    private readonly Dictionary<string, RunLoop> _active = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _loops = [];
    private readonly HashSet<string> _inherited = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly SemaphoreSlim _changed = new(0);
    private Task? _signal;
    private readonly SqliteRunMemory _memory;
    private readonly StepExecutor _executor;
    private readonly RunnerOptions _options;
    private readonly DrainHold _hold;
    private readonly TimeProvider _time;
    private readonly ILogger<JournalRunner> _logger;

    public JournalRunner(SqliteRunMemory memory, StepExecutor executor, RunnerOptions options, Drain drain, TimeProvider time, ILogger<JournalRunner> logger)
    {
        (_memory, _executor, _options, _time, _logger) = (memory, executor, options, time, logger);
        // While the coordinator drains no step is started; what is under way ends, and its run is put back in line.
        _hold = new DrainHold(drain, () => _changed.Release(), logger);
    }

    /// <summary>Unfinished runs, and how many of them wait for their time.</summary>
    public (int Unfinished, int Waiting, int Active) Load
    {
        get
        {
            lock (_lock)
            {
                return (_schedule.Unfinished, _schedule.Waiting, _active.Count);
            }
        }
    }

    /// <summary>Something new is in the run's inbox.</summary>
    public void Wake(string runId)
    {
        lock (_lock)
        {
            if (_active.TryGetValue(runId, out var loop))
            {
                loop.Wake();
            }
            else if (!_schedule.Wake(runId))
            {
                return;
            }
        }

        _changed.Release();
    }

    /// <summary>Unfinished runs are in line before the first new message can come.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await InheritAsync(cancellationToken);
        await _hold.BeginAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Lets steps under way end, and gives up those that do not end in time: they are done again after the next start.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        LogStopping(Load.Active, _options.StopWithin.TotalSeconds);
        await _stopping.CancelAsync();
        _aborted.CancelAfter(_options.StopWithin);
        await base.StopAsync(CancellationToken.None);
        Task[] loops;
        lock (_lock)
        {
            loops = [.. _loops];
        }

        await Task.WhenAll(loops);
        LogStopped(loops.Length);
    }

    public override void Dispose()
    {
        base.Dispose();
        _memory.Added -= Add;
        _hold.Dispose();
        _stopping.Dispose();
        _aborted.Dispose();
        _changed.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _stopping.Token);
        try
        {
            var reached = default(DateTimeOffset);
            while (!stopping.IsCancellationRequested)
            {
                StartReady(reached);
                reached = await WaitForChangeAsync(stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task InheritAsync(CancellationToken cancellationToken)
    {
        _memory.Added += Add;
        var pending = await _memory.LoadUnfinishedAsync(cancellationToken);
        lock (_lock)
        {
            foreach (var run in pending)
            {
                _schedule.Add(run.RunId, run.ThreadKey, run.Status == RunStatus.Waiting ? run.WakeAt : null);
                _inherited.Add(run.RunId);
            }
        }

        if (pending.Count > 0)
        {
            LogResumed(pending.Count);
        }
    }

    /// <summary>Called by the journal's writer for each new run that is on the disk.</summary>
    private void Add(object? sender, RunRequest request)
    {
        bool hasRoom;
        lock (_lock)
        {
            _schedule.Add(request.RunId, request.ThreadKey, until: null);
            hasRoom = _loops.Count < _options.ActiveRuns;
        }

        // With every place taken the next run to end makes the runner look: under load, not each message does.
        if (hasRoom)
        {
            _changed.Release();
        }
    }

    /// <param name="reached">At least so late is it.</param>
    private void StartReady(DateTimeOffset reached)
    {
        var held = _hold.Token;
        lock (_lock)
        {
            while (!held.IsCancellationRequested && _loops.Count < _options.ActiveRuns && _schedule.TryTake(_time.GetUtcNow() is var now && now > reached ? now : reached, out var id))
            {
                var (runId, afterRestart) = (id, _inherited.Remove(id));
                var loop = Task.Run(() => CarryOutAsync(runId, afterRestart, reached, held), CancellationToken.None);
                _loops.Add(loop);
                _ = loop.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private void Forget(Task loop)
    {
        lock (_lock)
        {
            _loops.Remove(loop);
        }

        _changed.Release();
    }

    private async Task CarryOutAsync(string runId, bool afterRestart, DateTimeOffset reached, CancellationToken held)
    {
        using var draining = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, held);
        RunPause pause;
        RunLoop? paused = null;
        try
        {
            var record = await _memory.FindRunAsync(runId, _aborted.Token) ?? throw new RunMemoryException($"Run {runId} is not there.");
            if (record.Status == RunStatus.Waiting)
            {
                _memory.NoteStatus(runId, RunStatus.Running, null);
            }

            using var loop = new RunLoop(record, _memory, _executor, _time, reached);
            lock (_lock)
            {
                _active[runId] = loop;
            }

            pause = await loop.ExecuteAsync(afterRestart, draining.Token, _aborted.Token);
            paused = loop;
        }
        catch (OperationCanceledException) when (_aborted.IsCancellationRequested)
        {
            LogGivenUp(runId);
            pause = RunPause.Drained;
        }
        catch (Exception exception) when (!exception.IsCausedBy(_aborted.Token))
        {
            LogRunBroke(runId, exception);
            pause = RunPause.WaitingUntil(_time.GetUtcNow() + StoragePause);
        }

        Put(runId, pause, paused);
    }

    private void Put(string runId, RunPause pause, RunLoop? paused)
    {
        lock (_lock)
        {
            _active.Remove(runId);
            if (pause.IsFinished || pause.ParkedBecause is not null)
            {
                // A parked run may wait for an upgrade: its thread goes on without it.
                _schedule.Finish(runId);
            }
            else if (pause.Until is { } until)
            {
                // Woken when it had decided to wait: it looks again at once.
                until = paused?.IsWoken == true ? _time.GetUtcNow() : until;
                _schedule.Pause(runId, until);
                _memory.NoteStatus(runId, RunStatus.Waiting, until);
            }
            else
            {
                // Of the drain's time nothing counts against its deadline, just as after a restart.
                _schedule.Return(runId);
                _inherited.Add(runId);
            }
        }

        if (pause.ParkedBecause is { } reason)
        {
            _memory.NoteStatus(runId, RunStatus.Parked, null);
            LogParked(runId, reason);
        }
    }

    /// <returns>The moment that was waited for, if it was reached.</returns>
    private async Task<DateTimeOffset> WaitForChangeAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? due;
        lock (_lock)
        {
            due = _loops.Count < _options.ActiveRuns && !_hold.Token.IsCancellationRequested ? _schedule.NextDue : null;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // One wait for all rounds, never cancelled: a waiter that is given up can still take the next signal with it.
        _signal ??= _changed.WaitAsync(CancellationToken.None);
        var timer = Pause.UntilAsync(due, _time.GetUtcNow, _time, enough.Token);
        await Task.WhenAny(_signal, timer);
        var reached = timer.IsCompletedSuccessfully ? await timer : default;
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (_signal.IsCompleted)
        {
            _signal = null;
        }

        while (_changed.Wait(0, CancellationToken.None))
        {
        }

        return reached;
    }

    [LoggerMessage(LogLevel.Information, "runs_resumed count={Count}")]
    private partial void LogResumed(int count);

    [LoggerMessage(LogLevel.Information, "runner_stopping runs_under_way={Count} waits_at_most_s={Seconds}")]
    private partial void LogStopping(int count, double seconds);

    [LoggerMessage(LogLevel.Information, "runner_stopped runs_under_way={Count}")]
    private partial void LogStopped(int count);

    [LoggerMessage(LogLevel.Warning, "run_given_up run_id={RunId} it goes on after the next start")]
    private partial void LogGivenUp(string runId);

    [LoggerMessage(LogLevel.Error, "run_broke run_id={RunId} it is tried again in 5 s")]
    private partial void LogRunBroke(string runId, Exception exception);

    [LoggerMessage(LogLevel.Error, "run_parked run_id={RunId} reason={Reason}")]
    private partial void LogParked(string runId, string reason);
}
