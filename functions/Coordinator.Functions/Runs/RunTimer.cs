using Microsoft.DurableTask;

namespace Coordinator.Functions.Runs;

/// <summary>One durable timer at a time: asked again for the same moment it is the same timer, for another one the old timer is cancelled.</summary>
internal sealed class RunTimer(TaskOrchestrationContext context) : IDisposable
{
    /// <summary>The queues of Azure Storage count whole seconds and cut off the rest, so that a timer comes up to a second before its time: it is set for that much later.</summary>
    private static readonly TimeSpan ComesEarlyBy = TimeSpan.FromSeconds(1);

    private CancellationTokenSource _cancel = new();
    private DateTimeOffset _due;
    private DateTimeOffset _passed;
    private Task _timer = Task.CompletedTask;

    /// <summary>The latest moment that was waited for to its end. Until the clock of this instance is there too, as it may be behind the one that set the timer, it is later than the clock.</summary>
    public DateTimeOffset Passed => _timer.IsCompletedSuccessfully && _due > _passed ? _due : _passed;

    public Task Until(DateTimeOffset due)
    {
        if (due != _due || _timer.IsCompleted)
        {
            _passed = Passed;
            Dispose();
            _cancel = new CancellationTokenSource();
            (_due, _timer) = (due, context.CreateTimer((due + ComesEarlyBy).UtcDateTime, _cancel.Token));
        }

        return _timer;
    }

    /// <summary>A timer that is left running holds up the end of an orchestration.</summary>
    public void Dispose()
    {
        if (!_timer.IsCompleted)
        {
            _cancel.Cancel();
        }

        _cancel.Dispose();
    }
}
