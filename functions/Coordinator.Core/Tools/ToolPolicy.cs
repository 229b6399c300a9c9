namespace Coordinator.Core.Tools;

/// <summary>Which tools change something and what is known about repeating them. An unknown tool is a write.</summary>
public sealed class ToolPolicy(IReadOnlyDictionary<string, ToolRule> rules, Func<ToolDefinition, TimeSpan> timeLimitOf)
{
    /// <summary>The line of <c>config/tool-policy.yaml</c>, else the server's own annotations, else a write.</summary>
    public ToolRule Classify(ToolDefinition tool)
    {
        var rule = rules.GetValueOrDefault(tool.Name) ?? new ToolRule(Write: tool.ReadOnlyHint != true);
        return rule with { TimeLimit = timeLimitOf(tool) };
    }
}
