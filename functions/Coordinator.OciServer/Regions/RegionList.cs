using System.Text.Json;
using Coordinator.OciServer.Errors;

namespace Coordinator.OciServer.Regions;

/// <summary>
/// The regions of OCI and the domain of each one's realm. Regions that are not listed here are made known as to OCI's own tools:
/// by <c>~/.oci/regions-config.json</c> or OCI_REGION_METADATA, as <c>{"regionIdentifier": "…", "realmDomainComponent": "…"}</c>.
/// </summary>
internal sealed class RegionList
{
    private const string Commercial = "oraclecloud.com";

    private static readonly Dictionary<string, string[]> Realms = new()
    {
        [Commercial] =
        [
            "af-casablanca-1", "af-johannesburg-1", "ap-batam-1", "ap-chuncheon-1", "ap-hyderabad-1", "ap-kulai-2", "ap-melbourne-1", "ap-mumbai-1", "ap-osaka-1", "ap-seoul-1",
            "ap-singapore-1", "ap-singapore-2", "ap-sydney-1", "ap-tokyo-1", "ca-montreal-1", "ca-toronto-1", "eu-amsterdam-1", "eu-frankfurt-1", "eu-madrid-1", "eu-madrid-3",
            "eu-marseille-1", "eu-milan-1", "eu-paris-1", "eu-stockholm-1", "eu-turin-1", "eu-zurich-1", "il-jerusalem-1", "me-abudhabi-1", "me-dubai-1", "me-jeddah-1",
            "me-riyadh-1", "mx-monterrey-1", "mx-queretaro-1", "sa-bogota-1", "sa-santiago-1", "sa-saopaulo-1", "sa-valparaiso-1", "sa-vinhedo-1", "uk-cardiff-1", "uk-london-1",
            "us-ashburn-1", "us-chicago-1", "us-phoenix-1", "us-sanjose-1",
        ],
        ["oraclegovcloud.com"] = ["us-langley-1", "us-luke-1", "us-gov-ashburn-1", "us-gov-chicago-1", "us-gov-phoenix-1"],
        ["oraclegovcloud.uk"] = ["uk-gov-cardiff-1", "uk-gov-london-1"],
        ["oraclecloud8.com"] = ["ap-chiyoda-1", "ap-ibaraki-1"],
        ["oraclecloud.eu"] = ["eu-frankfurt-2", "eu-madrid-2"],
    };

    /// <summary>Short names that configuration files of old may have.</summary>
    private static readonly Dictionary<string, string> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["phx"] = "us-phoenix-1", ["iad"] = "us-ashburn-1", ["fra"] = "eu-frankfurt-1", ["lhr"] = "uk-london-1",
    };

    private readonly Dictionary<string, string> domains = Realms.SelectMany(realm => realm.Value, (realm, region) => (region, realm.Key)).ToDictionary(pair => pair.region, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    public RegionList(Func<string, string?> variable, string home)
    {
        var file = Path.Combine(home, ".oci", "regions-config.json");
        if (File.Exists(file)) Add(File.ReadAllText(file), file);
        if (variable("OCI_REGION_METADATA") is { Length: > 0 } metadata) Add(metadata, "OCI_REGION_METADATA");
    }

    /// <summary>The region's full name and its realm's domain.</summary>
    /// <exception cref="ToolException">There is no such region.</exception>
    public (string Name, string Domain) Find(string text)
    {
        var name = Keys.GetValueOrDefault(text, text).ToLowerInvariant();
        if (domains.TryGetValue(name, out var domain)) return (name, domain);
        var area = name.Split('-')[0] + "-";
        var near = domains.Keys.Where(known => known.StartsWith(area, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        throw new ToolException(ToolError.InvalidParameter($"There is no region \"{text}\".") with
        {
            Action = near.Count > 0 ? $"Use one of: {string.Join(", ", near)}" : "Use a region's identifier, such as eu-frankfurt-1",
            Choices = near,
        });
    }

    private void Add(string json, string from)
    {
        try
        {
            var root = JsonDocument.Parse(json).RootElement;
            foreach (var region in root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToList() : [root])
            {
                domains[region.GetProperty("regionIdentifier").GetString()!] = region.GetProperty("realmDomainComponent").GetString()!;
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentNullException)
        {
            throw new Core.Configuration.ConfigException($"{from} is not valid: it must be JSON such as {{\"regionIdentifier\": \"eu-frankfurt-1\", \"realmDomainComponent\": \"oraclecloud.com\"}}, or a list of those.");
        }
    }
}
