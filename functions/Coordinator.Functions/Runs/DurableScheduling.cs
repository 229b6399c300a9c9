using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Coordinator.Functions.Runs;

internal static class DurableScheduling
{
    /// <summary>Starts the run's orchestration unless it has one in any state: a finished instance must not be run again.</summary>
    public static Task ScheduleRunAsync(this DurableTaskClient client, string runId, CancellationToken cancellationToken) =>
        client.ScheduleAsync(runId, Enum.GetValues<OrchestrationRuntimeStatus>(), cancellationToken);

    /// <summary>Starts it again although an instance has ended: the run itself has not.</summary>
    public static Task ScheduleRunAgainAsync(this DurableTaskClient client, string runId, CancellationToken cancellationToken) =>
        client.ScheduleAsync(runId, [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended], cancellationToken);

    private static async Task ScheduleAsync(this DurableTaskClient client, string runId, OrchestrationRuntimeStatus[] refused, CancellationToken cancellationToken)
    {
        var options = new StartOrchestrationOptions(runId).WithDedupeStatuses(refused);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(RunOrchestrator.Name, new RunInput(runId), options, cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Somebody else was faster: there is one, and that is what was asked for.
        }
    }
}
