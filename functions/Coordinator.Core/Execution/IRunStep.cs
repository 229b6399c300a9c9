using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Core.Execution;

/// <summary>Carries out actions of one kind.</summary>
public interface IRunStep
{
    IReadOnlyList<Type> Actions { get; }

    /// <summary>Does the work and gives what is to be recorded. Cancellation by the host leaves no trace: the step is done again.</summary>
    Task<RunWrite> ExecuteAsync(StepContext context, RunAction action, CancellationToken cancellationToken);
}
