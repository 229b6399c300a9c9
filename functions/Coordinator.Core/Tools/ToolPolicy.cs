namespace Coordinator.Core.Tools;

/// <summary>Which tools change something and what is known about repeating them. An unknown tool is a write.</summary>
public sealed class ToolPolicy(IReadOnlyDictionary<string, ToolRule> rules, Func<ToolDefinition, TimeSpan> timeLimitOf)
{
    /// <summary>By the tool's own name, not by an alias.</summary>
    public IReadOnlyDictionary<string, ToolRule> Rules => rules;

    /// <summary>The line of <c>config/tool-policy.yaml</c>, else the server's own annotations, else a write. A manifest can make a write of a read, never the other way round.</summary>
    public ToolRule Classify(ToolDefinition tool)
    {
        var rule = rules.GetValueOrDefault(tool.Name) ?? new ToolRule(Write: tool.ReadOnlyHint != true || tool.Claim is { IsWrite: true });
        return rule with { TimeLimit = timeLimitOf(tool) };
    }
}
