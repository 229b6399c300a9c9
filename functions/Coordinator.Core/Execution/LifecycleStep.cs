using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Core.Execution;

/// <summary>A run's first and last facts.</summary>
internal sealed class LifecycleStep(AnswerText answers, RunLimitsOptions limits, TimeProvider time) : IRunStep
{
    public IReadOnlyList<Type> Actions { get; } = [typeof(StartRun), typeof(DeadLetterRun), typeof(FinishRun)];

    public async Task<RunWrite> ExecuteAsync(StepContext context, RunAction action, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var runId = context.Request.RunId;
        return action switch
        {
            StartRun => new RunWrite(runId, new RunStarted(RunPolicy.Version, limits.ToLimits()) { At = now }),
            DeadLetterRun dead => new RunWrite(runId, new RunDeadLettered(dead.FailureType, dead.Error) { At = now })
            {
                Content = ContentJson.Write(new DeadLetterContent($"op_{runId}", dead.FailureType, context.Request.Text, dead.Error, context.Request, now)),
            },
            FinishRun finish => new RunWrite(runId, new RunFinished(finish.Status) { At = now })
            {
                Content = await answers.WriteAsync(context, finish.Body, cancellationToken),
            },
            _ => throw new ArgumentException($"Not a lifecycle action: {action}", nameof(action)),
        };
    }
}
