using System.Text.Json;

namespace Coordinator.Core.Tools.Validation;

/// <summary>Each line of <c>tool-policy.yaml</c> is about a tool that there is, and its verification can be made.</summary>
internal static class PolicyRules
{
    public static IEnumerable<ToolIssue> Check(CatalogUnderTest catalog)
    {
        foreach (var (name, rule) in catalog.Policy.Rules)
        {
            var tools = catalog.Tools.Where(tool => tool.Name == name).ToList();
            if (tools.Count == 0)
            {
                yield return catalog.Config.Aliases.TryGetValue(name, out var canonical)
                    ? ToolIssue.Error(name, null, "policy_alias", $"tool-policy.yaml has a line for the alias '{name}', which nothing goes by: write '{canonical}'.")
                    : ToolIssue.Warning(name, null, "policy_unknown_tool", $"tool-policy.yaml has a line for '{name}', which no connected server has.");
            }

            foreach (var issue in tools.SelectMany(tool => OfTool(tool, rule, catalog)))
            {
                yield return issue;
            }
        }
    }

    private static IEnumerable<ToolIssue> OfTool(ToolDefinition tool, ToolRule rule, CatalogUnderTest catalog)
    {
        if (!rule.Write && (tool.ReadOnlyHint == false || tool.DestructiveHint == true))
        {
            yield return ToolIssue.Warning(tool.Name, tool.Server, "policy_loosens", "tool-policy.yaml calls it a read, its server says that it changes something.");
        }

        if (rule is { Idempotency: ToolIdempotency.Argument, IdempotencyArgument: { } key } && new ToolSchema(tool.InputSchema) is { IsTelling: true } own && !own.Names.Contains(key))
        {
            yield return ToolIssue.Error(tool.Name, tool.Server, "idempotency_argument", $"tool-policy.yaml gives the key in the argument '{key}', which its schema does not know.");
        }

        if (rule.Verify is not { } verify)
        {
            yield break;
        }

        if (catalog.Catalog.FindOn(tool.Server, verify.Tool) is not { } read)
        {
            yield return ToolIssue.Error(tool.Name, tool.Server, "verify_unknown_tool", $"Whether it was carried out is verified by '{verify.Tool}', which '{tool.Server}' does not have.");
            yield break;
        }

        if (catalog.Policy.Classify(read).Write)
        {
            yield return ToolIssue.Error(tool.Name, tool.Server, "verify_is_a_write", $"Whether it was carried out is verified by '{verify.Tool}', which changes something itself.");
        }

        foreach (var problem in new ToolSchema(read.InputSchema).ProblemsOf([.. verify.Arguments.Select(argument => Given(argument.Key, argument.Value))]))
        {
            yield return ToolIssue.Error(tool.Name, tool.Server, "verify_arguments", $"Whether it was carried out is verified by '{verify.Tool}', and that would fail: {problem}.");
        }
    }

    /// <summary>As <see cref="Execution.WriteVerifier"/> sends them.</summary>
    private static GivenArgument Given(string name, string template) => ToolVerification.Literal(template) is { } literal
        ? GivenArgument.Of(name, JsonSerializer.SerializeToElement(literal))
        : new GivenArgument(name, "string", null);
}
