using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coordinator.Core.Configuration;

namespace Coordinator.Core.Tools;

/// <summary>Reads <c>config/tool-catalog.yaml</c>.</summary>
public static partial class ToolCatalogFile
{
    private const int LongestLatencyMs = 600_000;

    /// <param name="variable">Values for <c>${NAME}</c> and <c>${NAME:-default}</c> in the arguments of <c>startup</c>.</param>
    /// <exception cref="ConfigException">With file, line and field of everything that is wrong.</exception>
    public static ToolCatalogConfig Parse(string file, string text, Func<string, string?> variable)
    {
        var problems = new List<ConfigProblem>();
        var config = ToolCatalogConfig.Empty;
        if (YamlMap.Parse(file, text, problems) is { } yaml)
        {
            yaml.RefuseUnknown("aliases", "domains", "tiers", "naming", "startup");
            config = new ToolCatalogConfig
            {
                Aliases = ReadAliases(yaml),
                Domains = ReadDomains(yaml),
                Tiers = ReadTiers(yaml),
                Naming = ReadNaming(yaml),
                Startup = ReadStartup(yaml, variable),
            };
        }

        return problems.Count == 0 ? config : throw new ConfigException(problems);
    }

    private static Dictionary<string, string> ReadAliases(YamlMap yaml)
    {
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        if (yaml.Map("aliases") is { } map)
        {
            foreach (var (alias, (name, _)) in map.Scalars())
            {
                CheckName(map, alias, alias);
                CheckName(map, alias, name);
                if (alias == name)
                {
                    map.Problem(alias, "Stands for itself.");
                }
                else if (alias == ReadResultTool.Name)
                {
                    map.Problem(alias, "Is the name of a built-in tool.");
                }

                aliases[alias] = name;
            }
        }

        return aliases;
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadDomains(YamlMap yaml)
    {
        var domains = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (yaml.Map("domains") is { } map)
        {
            foreach (var domain in map.Names)
            {
                domains[domain] = map.Texts(domain, required: true);
                if (domains[domain].Any(string.IsNullOrWhiteSpace))
                {
                    map.Problem(domain, "An empty prefix would fit every tool.");
                }
            }
        }

        return domains;
    }

    private static Dictionary<string, ToolTier> ReadTiers(YamlMap yaml)
    {
        var tiers = new Dictionary<string, ToolTier>(StringComparer.Ordinal);
        if (yaml.Map("tiers") is not { } map)
        {
            return tiers;
        }

        foreach (var name in map.Names)
        {
            CheckName(map, name, name.EndsWith('*') ? name[..^1] : name);
            if (map.Map(name) is not { } tier)
            {
                continue;
            }

            tier.RefuseUnknown("tier", "latency_ms", "risk");
            tier.Text("tier", required: true);
            tier.Text("latency_ms", required: true);
            var number = tier.Number("tier", 1, ToolTier.Confirmed) ?? 1;
            if (number != Math.Floor(number))
            {
                tier.Problem("tier", $"'{number.ToString(CultureInfo.InvariantCulture)}' is not one of 1, 2, 3, 4.");
            }

            tiers[name] = new ToolTier((int)number, (int)(tier.Number("latency_ms", 1, LongestLatencyMs) ?? 1), Enum.Parse<ToolRisk>(tier.Word("risk", "low", "none", "low", "medium", "high"), ignoreCase: true));
        }

        return tiers;
    }

    private static ToolNaming ReadNaming(YamlMap yaml)
    {
        if (yaml.Map("naming") is not { } map)
        {
            return ToolCatalogConfig.Empty.Naming;
        }

        map.RefuseUnknown("pattern", "servers", "exceptions");
        var pattern = map.Text("pattern", required: true) ?? "";
        if (!NamePattern().IsMatch(pattern))
        {
            map.Problem("pattern", $"'{pattern}' is no pattern: lower-case letters, digits and '_', with {{domain}} and {{action}} once each.");
        }

        return new ToolNaming(pattern, map.Texts("servers"), map.Texts("exceptions"));
    }

    private static List<StartupRead> ReadStartup(YamlMap yaml, Func<string, string?> variable)
    {
        var reads = new List<StartupRead>();
        var map = yaml.Map("startup");
        foreach (var category in map?.Names ?? [])
        {
            if (map!.Map(category) is { } read)
            {
                read.RefuseUnknown("tool", "args");
                reads.Add(new StartupRead(category, read.Text("tool", required: true) ?? "", ReadArguments(read, variable)));
            }
        }

        return reads;
    }

    private static JsonElement ReadArguments(YamlMap read, Func<string, string?> variable)
    {
        var arguments = new JsonObject();
        foreach (var (name, (text, isPlain)) in read.Map("args")?.Scalars() ?? new Dictionary<string, (string, bool)>())
        {
            var value = ConfigVariables.Expand(text, variable);
            if (value.Length > 0)
            {
                arguments[name] = isPlain && (value is "true" or "false" || long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                    ? JsonNode.Parse(value)
                    : JsonValue.Create(value);
            }
        }

        return JsonElement.Parse(arguments.ToJsonString());
    }

    private static void CheckName(YamlMap map, string field, string name)
    {
        if (!ToolName().IsMatch(name))
        {
            map.Problem(field, $"'{name}' is no tool name: letters, digits, '_' and '-'.");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,128}$")]
    private static partial Regex ToolName();

    [GeneratedRegex(@"^(?=[^{}]*\{domain\}[^{}]*\{action\}[^{}]*$)(?:[a-z0-9_]|\{domain\}|\{action\})+$")]
    private static partial Regex NamePattern();
}
