namespace Coordinator.Core.Runs;

/// <summary>What is happening right now. Not a fact: may be lost, is never replayed.</summary>
public interface IRunProgress
{
    void Report(string runId, RunProgress progress);
}

/// <param name="Kind"><c>step_started</c>, <c>text</c> (a piece of the model's answer) or <c>tool_progress</c>.</param>
/// <param name="Step">Key of the step, e.g. <c>turn:1</c> or <c>tool:1.0</c>.</param>
/// <param name="Text">For people.</param>
public sealed record RunProgress(string Kind, string Step, string Text);
