using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Execution;

/// <summary>The fact and the content that end a tool call.</summary>
internal static class ToolFacts
{
    /// <summary>A call that brought no result of its own: the reason is what the model and the user read.</summary>
    public static RunWrite Finished(StepContext context, string step, string tool, string outcome, string reason, DateTimeOffset now) =>
        Finished(context, new ToolFinished(step, tool, outcome) { At = now, Reason = reason }, new ToolResult { IsError = true, Text = reason });

    public static RunWrite Finished(StepContext context, ToolFinished fact, ToolResult result) =>
        new(context.Request.RunId, fact) { Content = ContentJson.Write(result with { Outcome = fact.Outcome }) };
}
