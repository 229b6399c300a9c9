using Coordinator.Core.Failures;
using Coordinator.Core.State;

namespace Coordinator.Functions.Runs;

/// <summary>Looks once a second for a stop in the run's inbox: nothing else reaches an activity that is under way.</summary>
internal sealed class InboxStop : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _watching;

    private InboxStop(IRunMemory memory, string runId, TimeProvider time) => _watching = WatchAsync(memory, runId, time);

    /// <summary>Cancelled once a stop is there.</summary>
    public CancellationToken Token => _stopped.Token;

    public static InboxStop Watch(IRunMemory memory, string runId, TimeProvider time) => new(memory, runId, time);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watching;
        _stopped.Dispose();
        _ended.Dispose();
    }

    private async Task WatchAsync(IRunMemory memory, string runId, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                if (await HasStopAsync(memory, runId))
                {
                    await _stopped.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException exception) when (exception.IsCausedBy(_ended.Token))
        {
        }
    }

    private async Task<bool> HasStopAsync(IRunMemory memory, string runId)
    {
        try
        {
            return (await memory.ReadInboxAsync(runId, _ended.Token)).Any(item => item.Kind == InboxItem.Stop);
        }
        catch (RunMemoryException)
        {
            // Looked at again in a second; the step's own writes say more.
            return false;
        }
    }
}
