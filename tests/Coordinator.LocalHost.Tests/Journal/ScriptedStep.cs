using Coordinator.Core.Execution;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.LocalHost.Tests.Journal;

/// <summary>Carries out every action without any outside: a run takes one turn and is finished, unless a test says otherwise.</summary>
internal sealed class ScriptedStep(TimeProvider time) : IRunStep
{
    public IReadOnlyList<Type> Actions { get; } =
        [typeof(StartRun), typeof(RouteMessage), typeof(TakeTurn), typeof(CallTool), typeof(CancelStep), typeof(DeadLetterRun), typeof(FinishRun)];

    /// <summary>What a turn brings; null is the answer.</summary>
    public Func<StepContext, TakeTurn, CancellationToken, Task<RunFact?>> Turn { get; set; } = (_, _, _) => Task.FromResult<RunFact?>(null);

    public Func<StepContext, CallTool, CancellationToken, Task<RunFact?>> Tool { get; set; } = (_, _, _) => Task.FromResult<RunFact?>(null);

    public async Task<RunWrite> ExecuteAsync(StepContext context, RunAction action, CancellationToken cancellationToken)
    {
        RunFact fact = action switch
        {
            StartRun => new RunStarted(RunPolicy.Version, new RunLimitsOptions().ToLimits()) { At = Now },
            RouteMessage => new MessageRouted(MessageRouted.ToModel, null) { At = Now },
            TakeTurn turn => await Turn(context, turn, cancellationToken) ?? new TurnTaken(turn.Turn, []) { At = Now },
            CallTool call => await Tool(context, call, cancellationToken) ?? Finished(call, ToolOutcomes.Succeeded),
            CancelStep { Key: ['t', 'o', ..] } cancel => new ToolFinished(cancel.Key["tool:".Length..], "look", ToolOutcomes.Cancelled) { At = Now },
            CancelStep cancel => new StepFailed(cancel.Key, cancel.Attempt, FailureClass.Cancelled, "Stopped.", null) { At = Now },
            DeadLetterRun dead => new RunDeadLettered(dead.FailureType, dead.Error) { At = Now },
            FinishRun finish => new RunFinished(finish.Status) { At = Now },
            _ => throw new ArgumentException($"{action}", nameof(action)),
        };
        return new RunWrite(context.Request.RunId, fact);
    }

    public DateTimeOffset Now => time.GetUtcNow();

    public ToolFinished Finished(CallTool call, string outcome) => new(call.Step, call.Tool, outcome) { At = Now };

    public TurnTaken Asks(TakeTurn turn, params string[] tools) => new(turn.Turn, [.. tools.Select((tool, index) => new RequestedCall(tool, $"{tool}{index}"))]) { At = Now };

    public StepFailed Fails(TakeTurn turn, TimeSpan pause) => new(turn.StepKey, turn.Attempt, FailureClass.RateLimited, "Later.", Now + pause) { At = Now };
}
