using Coordinator.Core.Configuration;
using Coordinator.Core.Templates;

namespace Coordinator.Core.Tools;

/// <summary>Reads <c>config/tool-policy.yaml</c>.</summary>
public static class ToolPolicyFile
{
    /// <exception cref="ConfigException">With file, line and field of everything that is wrong.</exception>
    public static IReadOnlyDictionary<string, ToolRule> Parse(string file, string text)
    {
        var problems = new List<ConfigProblem>();
        var rules = new Dictionary<string, ToolRule>(StringComparer.Ordinal);
        var yaml = YamlMap.Parse(file, text, problems);
        yaml?.RefuseUnknown("tools");
        var tools = yaml?.Map("tools", required: true);
        foreach (var name in tools?.Names ?? [])
        {
            if (tools!.Map(name) is { } rule)
            {
                rules[name] = ReadRule(rule);
            }
        }

        return problems.Count == 0 ? rules : throw new ConfigException(problems);
    }

    private static ToolRule ReadRule(YamlMap yaml)
    {
        yaml.RefuseUnknown("access", "idempotency", "verify");
        var write = yaml.Word("access", "write", "read", "write") == "write";
        var idempotency = yaml.Text("idempotency") ?? "none";
        var argument = idempotency.StartsWith("argument:", StringComparison.Ordinal) ? idempotency["argument:".Length..].Trim() : null;
        if (argument is { Length: 0 } || (argument is null && idempotency is not ("none" or "meta")))
        {
            yaml.Problem("idempotency", $"'{idempotency}' is not one of meta, argument:<name>, none.");
        }

        if (!write && (yaml.Has("idempotency") || yaml.Has("verify")))
        {
            yaml.Problem("access", "A reading tool needs neither 'idempotency' nor 'verify'.");
        }

        return new ToolRule(write)
        {
            Idempotency = argument is not null ? ToolIdempotency.Argument : idempotency == "meta" ? ToolIdempotency.Meta : ToolIdempotency.None,
            IdempotencyArgument = argument,
            Verify = yaml.Map("verify") is { } verify ? ReadVerification(verify) : null,
        };
    }

    private static ToolVerification ReadVerification(YamlMap yaml)
    {
        yaml.RefuseUnknown("tool", "args", "expect");
        var arguments = yaml.Map("args")?.Scalars().ToDictionary(pair => pair.Key, pair => pair.Value.Value) ?? [];
        var expect = yaml.Text("expect", required: true) ?? "";
        foreach (var template in arguments.Values.Append(expect))
        {
            try
            {
                LiquidTemplate.Parse(template);
            }
            catch (FormatException exception)
            {
                yaml.Problem("expect", $"Not valid Liquid: {exception.Message}");
            }
        }

        return new ToolVerification(yaml.Text("tool", required: true) ?? "", arguments, expect);
    }
}
