using Coordinator.Core.DeadLetters;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Core.Execution;

/// <summary>A run's first and last facts.</summary>
internal sealed class LifecycleStep(AnswerText answers, RunLetters letters, TakeOver takeOver, RunLimitsOptions limits, TimeProvider time) : IRunStep
{
    public IReadOnlyList<Type> Actions { get; } = [typeof(StartRun), typeof(DeadLetterRun), typeof(FinishRun)];

    public Task<RunWrite> ExecuteAsync(StepContext context, RunAction action, CancellationToken cancellationToken) => action switch
    {
        StartRun => StartAsync(context, cancellationToken),
        DeadLetterRun dead => Task.FromResult(DeadLetter(context.Request, dead)),
        FinishRun finish => FinishAsync(context, finish, cancellationToken),
        _ => throw new ArgumentException($"Not a lifecycle action: {action}", nameof(action)),
    };

    private async Task<RunWrite> StartAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Retry is { } retry)
        {
            await takeOver.BringAsync(context, retry, cancellationToken);
        }

        return new RunWrite(context.Request.RunId, new RunStarted(RunPolicy.VersionFor(context.Request), limits.ToLimits()) { At = time.GetUtcNow() });
    }

    private RunWrite DeadLetter(RunRequest request, DeadLetterRun dead)
    {
        var now = time.GetUtcNow();
        return new RunWrite(request.RunId, new RunDeadLettered(dead.FailureType, dead.Error) { At = now })
        {
            Letters = [DeadLetterChange.Put(DeadLetterPolicy.OfRun(request, dead, now))],
        };
    }

    private async Task<RunWrite> FinishAsync(StepContext context, FinishRun finish, CancellationToken cancellationToken) =>
        new(context.Request.RunId, new RunFinished(finish.Status) { At = time.GetUtcNow() })
        {
            Content = await answers.WriteAsync(context, finish.Body, cancellationToken),
            Letters = await letters.AtEndAsync(context.Request, finish.Status, cancellationToken),
        };
}
