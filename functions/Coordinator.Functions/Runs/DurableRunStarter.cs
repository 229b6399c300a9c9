using Coordinator.Core.Intake;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Functions.Runs;

/// <summary>Keeps the request, then schedules its orchestration. A request without an instance (the process died between the two) is scheduled when it comes again, or by the sweep.</summary>
internal sealed class DurableRunStarter(IRunMemory memory, DurableClients clients, TimeProvider time) : IRunStarter
{
    public async Task<bool> StartAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var isNew = await memory.AddRunAsync(request, cancellationToken);
        if (isNew || await clients.Current.GetInstanceAsync(request.RunId, cancellationToken) is null)
        {
            await clients.Current.ScheduleRunAsync(request.RunId, cancellationToken);
        }

        return isNew;
    }

    public async Task<bool> StopAsync(string runId, string by, CancellationToken cancellationToken)
    {
        // One stop is enough: a second one finds the first.
        var item = new InboxItem(runId, InboxItem.Stop, InboxItem.Stop, by, time.GetUtcNow());
        if (!await memory.AddToInboxAsync(item, cancellationToken))
        {
            return (await memory.ReadInboxAsync(runId, cancellationToken)).Any(known => known.Kind == InboxItem.Stop);
        }

        await clients.Current.RaiseEventAsync(runId, RunOrchestrator.WakeEvent, null, cancellationToken);
        return true;
    }
}
