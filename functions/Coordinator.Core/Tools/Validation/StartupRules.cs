namespace Coordinator.Core.Tools.Validation;

/// <summary>What is called at start reads, and is called as its tool wants it.</summary>
internal static class StartupRules
{
    public static IEnumerable<ToolIssue> Check(CatalogUnderTest catalog)
    {
        foreach (var read in catalog.Config.Startup)
        {
            if (catalog.Catalog.CanonicalName(read.Tool) is not { } name)
            {
                yield return ToolIssue.Info(read.Tool, null, "startup_unknown_tool", $"Category '{read.Category}' is not verified at start: no connected server has '{read.Tool}'.");
                continue;
            }

            var tool = catalog.Catalog.Tools[name];
            if (catalog.Policy.Classify(tool).Write)
            {
                yield return ToolIssue.Error(name, tool.Server, "startup_is_a_write", $"Category '{read.Category}' is to be verified by a tool that changes something: it is never called. Name a read in tool-catalog.yaml.");
            }

            foreach (var problem in new ToolSchema(tool.InputSchema).ProblemsOf(GivenArgument.Of(read.Arguments)))
            {
                yield return ToolIssue.Warning(name, tool.Server, "startup_arguments", $"Category '{read.Category}' is not verified at start: {problem}.");
            }
        }
    }
}
