using Coordinator.Core.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Coordinator.Functions.Runs;

/// <summary>An activity for each kind of step, so that the portal shows what a run did.</summary>
public sealed class RunActivities(RunLoader loader, RunSteps steps, RunThreads threads)
{
    public const string LoadRun = "LoadRun";
    public const string ResumeRun = "ResumeRun";
    public const string ReleaseThread = "ReleaseThread";
    private const string StartRun = "StartRun";
    private const string RouteMessage = "RouteMessage";
    private const string CallModel = "CallModel";
    private const string TakeWorkflowTurn = "TakeWorkflowTurn";
    private const string CallTool = "CallTool";
    private const string RefuseTool = "RefuseTool";
    private const string CancelStep = "CancelStep";
    private const string PostReply = "PostReply";
    private const string DeadLetterRun = "DeadLetterRun";
    private const string FinishRun = "FinishRun";

    /// <summary>The activity that carries out the action; null for what the orchestration does itself: it waits, or lets a parked run be.</summary>
    public static string? NameOf(RunAction action) => action switch
    {
        Core.Runs.StartRun => StartRun,
        Core.Runs.RouteMessage => RouteMessage,
        TakeTurn { Route: MessageRouted.ToModel } => CallModel,
        TakeTurn => TakeWorkflowTurn,
        Core.Runs.CallTool => CallTool,
        Core.Runs.RefuseTool => RefuseTool,
        Core.Runs.CancelStep => CancelStep,
        Core.Runs.PostReply => PostReply,
        Core.Runs.DeadLetterRun => DeadLetterRun,
        Core.Runs.FinishRun => FinishRun,
        _ => null,
    };

    [Function(LoadRun)]
    public Task<LoadedRun> LoadRunAsync([ActivityTrigger] string runId, CancellationToken cancellationToken) => loader.LoadAsync(runId, cancellationToken);

    [Function(ResumeRun)]
    public Task<IReadOnlyList<string>> ResumeRunAsync([ActivityTrigger] ReleasedHold hold, CancellationToken cancellationToken) => loader.ResumeAsync(hold, cancellationToken);

    [Function(StartRun)]
    public Task<IReadOnlyList<string>> StartRunAsync([ActivityTrigger] StepInput step, CancellationToken cancellationToken) => steps.ExecuteAsync(step, cancellationToken);

    [Function(RouteMessage)]
    public Task<IReadOnlyList<string>> RouteMessageAsync([ActivityTrigger] StepInput step, CancellationToken cancellationToken) => steps.ExecuteAsync(step, cancellationToken);

    [Function(CallModel)]
    public Task<IReadOnlyList<string>> CallModelAsync([ActivityTrigger] StepInput step, CancellationToken cancellationToken) => steps.ExecuteAsync(step, cancellationToken);

    [Function(TakeWorkflowTurn)]
    public Task<IReadOnlyList<string>> TakeWorkflowTurnAsync([ActivityTrigger] StepInput step, CancellationToken cancellationToken) => steps.ExecuteAsync(step, cancellationToken);

    [Function(CallTool)]
    public Task<IReadOnlyList<string>> CallToolAsync([ActivityTrigger] StepInput step, CancellationToken cancellationToken) => steps.ExecuteAsync(step, cancellationToken);

    [Function(RefuseTool)]
    public Task<IReadOnlyList<string>> RefuseToolAsync([ActivityTrigger] StepInput step, CancellationToken cancellationToken) => steps.ExecuteAsync(step, cancellationToken);

    [Function(CancelStep)]
    public Task<IReadOnlyList<string>> CancelStepAsync([ActivityTrigger] StepInput step, CancellationToken cancellationToken) => steps.ExecuteAsync(step, cancellationToken);

    [Function(PostReply)]
    public Task<IReadOnlyList<string>> PostReplyAsync([ActivityTrigger] StepInput step, CancellationToken cancellationToken) => steps.ExecuteAsync(step, cancellationToken);

    [Function(DeadLetterRun)]
    public Task<IReadOnlyList<string>> DeadLetterRunAsync([ActivityTrigger] StepInput step, CancellationToken cancellationToken) => steps.ExecuteAsync(step, cancellationToken);

    [Function(FinishRun)]
    public Task<IReadOnlyList<string>> FinishRunAsync([ActivityTrigger] StepInput step, CancellationToken cancellationToken) => steps.ExecuteAsync(step, cancellationToken);

    [Function(ReleaseThread)]
    public Task ReleaseThreadAsync([ActivityTrigger] ReleasedRun run, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        threads.ReleaseAsync(run, client, cancellationToken);
}
