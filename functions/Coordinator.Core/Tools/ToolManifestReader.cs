using System.Text.Json;

namespace Coordinator.Core.Tools;

/// <summary>Reads a manifest leniently: what is wrong is named and left out, the rest counts.</summary>
public static class ToolManifestReader
{
    /// <summary>Characters that are looked at: 200 tools with everything that a manifest can say are 100,000.</summary>
    public const int MaxCharacters = 1_000_000;

    private const int MaxProblems = 20;
    private const int MaxTools = 2_000;
    private static readonly string[] Required = ["description", "domain", "tier", "risk", "read_only", "idempotent", "mutates", "requires_confirmation"];

    public static ToolManifest Read(string text)
    {
        if (text.Length > MaxCharacters)
        {
            return ToolManifest.Unreadable($"It has {text.Length} characters, and more than {MaxCharacters} are not read.");
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : ToolManifest.Unreadable("It is not a JSON object.");
        }
        catch (JsonException)
        {
            return ToolManifest.Unreadable("It is not valid JSON.");
        }
    }

    private static ToolManifest Read(JsonElement root)
    {
        var problems = new List<string>();
        var manifest = new ManifestFields(root, "", problems);
        return new ToolManifest
        {
            ServerId = manifest.Text("server_id"),
            ServerName = manifest.Text("server_name"),
            ServerVersion = manifest.Text("server_version"),
            Domains = [.. manifest.Items("domains").Select(DomainOf).OfType<string>()],
            Tools = ReadTools(manifest, problems),
            Skills = [.. manifest.Items("skills").Select(skill => ReadSkill(new ManifestFields(skill, "skills", problems))).OfType<ManifestSkill>()],
            Problems = problems.Count <= MaxProblems ? problems : [.. problems.Take(MaxProblems), $"And {problems.Count - MaxProblems} more."],
        };
    }

    private static Dictionary<string, ToolClaim> ReadTools(ManifestFields manifest, List<string> problems)
    {
        var tools = new Dictionary<string, ToolClaim>(StringComparer.Ordinal);
        foreach (var (item, index) in manifest.Items("tools", MaxTools).Select((item, index) => (item, index)))
        {
            if (item.ValueKind != JsonValueKind.Object || new ManifestFields(item, $"tools[{index}]", problems).Text("name") is not { Length: > 0 } name)
            {
                problems.Add($"tools[{index}]: It has no name.");
            }
            else if (!tools.TryAdd(name, ReadTool(new ManifestFields(item, name, problems))))
            {
                problems.Add($"{name}: It is there twice; the first counts.");
            }
        }

        return tools;
    }

    private static ToolClaim ReadTool(ManifestFields tool)
    {
        tool.Require(Required);
        return new ToolClaim
        {
            Domain = tool.Text("domain"),
            Tier = tool.Number("tier", 1, ToolTier.Confirmed),
            Risk = tool.Word<ToolRisk>("risk"),
            ReadOnly = tool.Flag("read_only"),
            Idempotent = tool.Flag("idempotent"),
            Mutates = tool.Flag("mutates"),
            RequiresConfirmation = tool.Flag("requires_confirmation"),
            LatencyMs = tool.Number("latency_ms", 0, 600_000),
            TimeLimit = tool.Map("timeouts")?.Number("default_seconds", 1, 3600) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Aliases = [.. tool.Items("aliases").Where(alias => alias.ValueKind == JsonValueKind.String).Select(alias => alias.GetString()!)],
        };
    }

    /// <summary>A name, or an object with a name and counts.</summary>
    private static string? DomainOf(JsonElement domain) => domain.ValueKind switch
    {
        JsonValueKind.String => domain.GetString(),
        JsonValueKind.Object when domain.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String => name.GetString(),
        _ => null,
    };

    private static ManifestSkill? ReadSkill(ManifestFields skill) =>
        skill.Text("name") is { Length: > 0 } name
            ? new ManifestSkill(name, skill.Text("description") ?? "", [.. skill.Items("domains").Select(DomainOf).OfType<string>()])
            : null;
}
