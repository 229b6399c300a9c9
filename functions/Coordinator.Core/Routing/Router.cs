using Coordinator.Core.Workflows;

namespace Coordinator.Core.Routing;

/// <summary>Who answers a message: a workflow whose pattern fits it whole, else the model, else the list of what can be asked.</summary>
public static class Router
{
    private static readonly HashSet<string> Help = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "help", "commands", "hello", "hi", "what can you do", "what can i ask", "how can you help",
    };

    public static RouteDecision Route(string text, WorkflowCatalog workflows, bool hasModel, DateTimeOffset now)
    {
        if (Help.Contains(text.Trim().TrimEnd('?', '!', '.').Trim()))
        {
            return new RouteDecision.Capabilities();
        }

        return workflows.Match(text, DateOnly.FromDateTime(now.UtcDateTime)) is { } pinned ? new RouteDecision.Workflow(pinned)
            : hasModel ? new RouteDecision.Model()
            : new RouteDecision.Capabilities();
    }
}

/// <summary>The three ways a message is answered.</summary>
public abstract record RouteDecision
{
    private RouteDecision()
    {
    }

    public sealed record Workflow(PinnedWorkflow Pinned) : RouteDecision;

    public sealed record Model : RouteDecision;

    public sealed record Capabilities : RouteDecision;
}
