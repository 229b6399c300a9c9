using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Coordinator.Functions.Runs;

/// <summary>One run of the coordinator; its instance id is the run's id.</summary>
public static class RunOrchestrator
{
    public const string Name = "Run";

    /// <summary>The one external event: something new is in the run's inbox, or the thread is free. It carries nothing and may be lost.</summary>
    public const string WakeEvent = "wake";

    [Function(Name)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, RunInput input)
    {
        using var run = new OrchestratedRun(context, input);
        await run.CarryOutAsync();
    }
}
