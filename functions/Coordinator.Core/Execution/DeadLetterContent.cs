using Coordinator.Core.Runs;

namespace Coordinator.Core.Execution;

/// <summary>What is kept of a run that could not be finished: enough to show it and to try again.</summary>
/// <param name="Id"><c>op_{run id}</c>.</param>
/// <param name="FailureType">Runbook 5: <c>llm_call</c>, <c>slack</c>, <c>timeout</c>, ...</param>
/// <param name="Operation">What was being done.</param>
public sealed record DeadLetterContent(string Id, string FailureType, string Operation, string Error, RunRequest Request, DateTimeOffset Timestamp)
{
    public int SchemaVersion { get; init; } = 1;
}
