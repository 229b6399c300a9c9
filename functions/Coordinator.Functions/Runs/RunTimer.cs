using Microsoft.DurableTask;

namespace Coordinator.Functions.Runs;

/// <summary>One durable timer at a time: asked again for the same moment it is the same timer, for another one the old timer is cancelled.</summary>
internal sealed class RunTimer(TaskOrchestrationContext context) : IDisposable
{
    private CancellationTokenSource _cancel = new();
    private DateTimeOffset _due;
    private Task _timer = Task.CompletedTask;

    public Task Until(DateTimeOffset due)
    {
        if (due != _due || _timer.IsCompleted)
        {
            Dispose();
            _cancel = new CancellationTokenSource();
            (_due, _timer) = (due, context.CreateTimer(due.UtcDateTime, _cancel.Token));
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
