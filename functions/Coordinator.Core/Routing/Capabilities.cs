using System.Text;
using Coordinator.Core.Workflows;

namespace Coordinator.Core.Routing;

/// <summary>The honest list of what can be asked.</summary>
public static class Capabilities
{
    public static string Describe(WorkflowCatalog workflows, bool hasModel, string question)
    {
        var text = new StringBuilder();
        var notUnderstood = !hasModel && Router.Route(question, WorkflowCatalog.Empty, hasModel: true, DateTimeOffset.UnixEpoch) is RouteDecision.Model;
        if (notUnderstood)
        {
            text.Append("I did not understand that. No language model is configured here, so I answer these requests only:\n");
        }
        else
        {
            text.Append("Here is what you can ask:\n");
        }

        foreach (var group in workflows.Workflows.GroupBy(workflow => workflow.Group))
        {
            text.Append(null, $"\n**{group.Key}**\n\n");
            foreach (var workflow in group)
            {
                text.Append(null, $"- {string.Join(", ", workflow.Examples.Select(example => $"`{example}`"))}{(workflow.Write ? " (changes something)" : "")}\n");
            }
        }

        return text.Append(hasModel ? "\nAnything else I answer with the language model and the tools that are connected."
            : notUnderstood ? "\nOther questions need a language model: whoever runs me can connect one (docs/models.md)."
            : "").ToString().Trim();
    }
}
