using System.Text.Json;
using Coordinator.Core.Workflows;

namespace Coordinator.Core.Tools.Validation;

/// <summary>Each call of a workflow is one that its tool takes.</summary>
internal static class WorkflowRules
{
    public static IEnumerable<ToolIssue> Check(CatalogUnderTest catalog) =>
        from workflow in catalog.Workflows
        from stage in workflow.Stages
        from step in stage.Steps
        from issue in OfStep(workflow, step, catalog)
        select issue;

    private static IEnumerable<ToolIssue> OfStep(WorkflowDefinition workflow, WorkflowStep step, CatalogUnderTest catalog)
    {
        var place = $"Workflow '{workflow.Name}', step '{step.Name}'";
        if (catalog.Catalog.CanonicalName(step.Tool) is not { } canonical)
        {
            yield return catalog.Away.Count > 0
                ? ToolIssue.Warning(step.Tool, null, "workflow_unknown_tool", $"{place}: no connected server has this tool. Not connected: {string.Join(", ", catalog.Away)}.")
                : ToolIssue.Error(step.Tool, null, "workflow_unknown_tool", $"{place}: no server has this tool.");
            yield break;
        }

        var tool = catalog.Catalog.Tools[canonical];
        if (canonical != step.Tool)
        {
            yield return ToolIssue.Info(step.Tool, tool.Server, "workflow_alias", $"{place} calls it by an alias: write '{canonical}'.");
        }

        if (!workflow.Write && catalog.Policy.Classify(tool).Write)
        {
            yield return ToolIssue.Error(canonical, tool.Server, "workflow_kind", $"{place}: the workflow is of kind read, and the tool changes something.");
        }

        foreach (var problem in new ToolSchema(tool.InputSchema).ProblemsOf([.. step.Arguments.Select(Given)]))
        {
            yield return ToolIssue.Error(canonical, tool.Server, "workflow_arguments", $"{place}: {problem}.");
        }
    }

    /// <summary>As <see cref="WorkflowPolicy"/> sends them.</summary>
    private static GivenArgument Given(WorkflowArgument argument) =>
        argument.Typed ? GivenArgument.Of(argument.Name, JsonElement.Parse(argument.Text))
        : argument.Parameter is { Kind: ParameterKind.Number } ? new GivenArgument(argument.Name, "integer", null)
        : argument.Text.Contains('{', StringComparison.Ordinal) ? new GivenArgument(argument.Name, "string", null)
        : GivenArgument.Of(argument.Name, JsonElement.Parse($"\"{JsonEncodedText.Encode(argument.Text.Trim())}\""));
}
