using Coordinator.Core.Live;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Http.Runs;

/// <summary>Waits for the end of a run.</summary>
internal sealed class RunEnd(IRunEvents events, TimeProvider time, IHostApplicationLifetime host)
{
    /// <summary>False if it has not ended within the time, or this process stops before.</summary>
    public async Task<bool> WaitAsync(string runId, TimeSpan within, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(within, time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, host.ApplicationStopping, cancellationToken);
        try
        {
            await foreach (var _ in events.SubscribeAsync(runId, 0, enough.Token))
            {
            }

            return true;
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
