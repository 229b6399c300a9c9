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
            "af-casablanca-1", "af-johannesburg-1", "ap-batam-1", "ap-chuncheon-1", "ap-delhi-1", "ap-hyderabad-1", "ap-kulai-2", "ap-melbourne-1", "ap-mumbai-1", "ap-osaka-1",
            "ap-seoul-1", "ap-singapore-1", "ap-singapore-2", "ap-sydney-1", "ap-tokyo-1", "ca-montreal-1", "ca-toronto-1", "eu-amsterdam-1", "eu-frankfurt-1", "eu-madrid-1",
            "eu-madrid-3", "eu-marseille-1", "eu-milan-1", "eu-paris-1", "eu-stockholm-1", "eu-turin-1", "eu-zurich-1", "il-jerusalem-1", "me-abudhabi-1", "me-dubai-1",
            "me-jeddah-1", "me-riyadh-1", "mx-monterrey-1", "mx-queretaro-1", "sa-bogota-1", "sa-santiago-1", "sa-saopaulo-1", "sa-valparaiso-1", "sa-vinhedo-1", "uk-cardiff-1",
            "uk-london-1", "us-ashburn-1", "us-chicago-1", "us-phoenix-1", "us-saltlake-2", "us-sanjose-1",
        ],
        ["oraclegovcloud.com"] = ["us-gov-ashburn-1", "us-gov-chicago-1", "us-gov-phoenix-1", "us-langley-1", "us-luke-1"],
        ["oraclegovcloud.uk"] = ["uk-gov-cardiff-1", "uk-gov-london-1"],
        ["oraclecloud8.com"] = ["ap-chiyoda-1", "ap-ibaraki-1"],
        ["oraclecloud9.com"] = ["me-dcc-muscat-1", "me-ibri-1"],
        ["oraclecloud10.com"] = ["ap-dcc-canberra-1"],
        ["oraclecloud14.com"] = ["eu-dcc-dublin-1", "eu-dcc-dublin-2", "eu-dcc-milan-1", "eu-dcc-milan-2", "eu-dcc-rating-1", "eu-dcc-rating-2"],
        ["oraclecloud15.com"] = ["ap-dcc-gazipur-1"],
        ["oraclecloud.eu"] = ["eu-frankfurt-2", "eu-madrid-2"],
        ["oraclecloud20.com"] = ["eu-jovanovac-1"],
        ["oraclecloud21.com"] = ["me-alrayyan-1", "me-dcc-doha-1"],
        ["oraclecloud23.com"] = ["us-somerset-1", "us-thames-1"],
        ["oraclecloud24.com"] = ["eu-crissier-1", "eu-dcc-zurich-1"],
        ["oraclecloud26.com"] = ["me-abudhabi-3", "me-alain-1"],
        ["oraclecloud29.com"] = ["me-abudhabi-2", "me-abudhabi-4"],
        ["oraclecloud35.com"] = ["ap-chuncheon-2", "ap-seoul-2", "ap-suwon-1"],
        ["oraclecloud42.com"] = ["us-ashburn-2", "us-newark-1"],
        ["oraclecloud51.com"] = ["eu-budapest-1"],
        ["oraclecloud52.com"] = ["sa-riodejaneiro-1"],
    };

    /// <summary>Short names that configuration files of old may have.</summary>
    private static readonly Dictionary<string, string> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["yny"] = "ap-chuncheon-1", ["hyd"] = "ap-hyderabad-1", ["mel"] = "ap-melbourne-1", ["bom"] = "ap-mumbai-1", ["kix"] = "ap-osaka-1", ["icn"] = "ap-seoul-1",
        ["syd"] = "ap-sydney-1", ["nrt"] = "ap-tokyo-1", ["yul"] = "ca-montreal-1", ["yyz"] = "ca-toronto-1", ["ams"] = "eu-amsterdam-1", ["fra"] = "eu-frankfurt-1",
        ["zrh"] = "eu-zurich-1", ["jed"] = "me-jeddah-1", ["dxb"] = "me-dubai-1", ["gru"] = "sa-saopaulo-1", ["cwl"] = "uk-cardiff-1", ["lhr"] = "uk-london-1",
        ["iad"] = "us-ashburn-1", ["phx"] = "us-phoenix-1", ["sjc"] = "us-sanjose-1", ["vcp"] = "sa-vinhedo-1", ["scl"] = "sa-santiago-1", ["mtz"] = "il-jerusalem-1",
        ["mrs"] = "eu-marseille-1", ["sin"] = "ap-singapore-1", ["auh"] = "me-abudhabi-1", ["lin"] = "eu-milan-1", ["arn"] = "eu-stockholm-1", ["jnb"] = "af-johannesburg-1",
        ["cdg"] = "eu-paris-1", ["qro"] = "mx-queretaro-1", ["mad"] = "eu-madrid-1", ["ord"] = "us-chicago-1", ["mty"] = "mx-monterrey-1", ["aga"] = "us-saltlake-2",
        ["bog"] = "sa-bogota-1", ["vap"] = "sa-valparaiso-1", ["xsp"] = "ap-singapore-2", ["ruh"] = "me-riyadh-1", ["onm"] = "ap-delhi-1", ["hsg"] = "ap-batam-1",
        ["orf"] = "eu-madrid-3", ["nrq"] = "eu-turin-1", ["jbp"] = "ap-kulai-2", ["lej"] = "af-casablanca-1", ["lfi"] = "us-langley-1", ["luf"] = "us-luke-1",
        ["ric"] = "us-gov-ashburn-1", ["pia"] = "us-gov-chicago-1", ["tus"] = "us-gov-phoenix-1", ["ltn"] = "uk-gov-london-1", ["brs"] = "uk-gov-cardiff-1", ["nja"] = "ap-chiyoda-1",
        ["ukb"] = "ap-ibaraki-1", ["mct"] = "me-dcc-muscat-1", ["ibr"] = "me-ibri-1", ["wga"] = "ap-dcc-canberra-1", ["bgy"] = "eu-dcc-milan-1", ["mxp"] = "eu-dcc-milan-2",
        ["snn"] = "eu-dcc-dublin-2", ["dtm"] = "eu-dcc-rating-2", ["dus"] = "eu-dcc-rating-1", ["ork"] = "eu-dcc-dublin-1", ["dac"] = "ap-dcc-gazipur-1", ["vll"] = "eu-madrid-2",
        ["str"] = "eu-frankfurt-2", ["beg"] = "eu-jovanovac-1", ["doh"] = "me-dcc-doha-1", ["vve"] = "me-alrayyan-1", ["ebb"] = "us-somerset-1", ["ebl"] = "us-thames-1",
        ["avz"] = "eu-dcc-zurich-1", ["avf"] = "eu-crissier-1", ["ahu"] = "me-abudhabi-3", ["rba"] = "me-alain-1", ["rkt"] = "me-abudhabi-2", ["shj"] = "me-abudhabi-4",
        ["dtz"] = "ap-seoul-2", ["dln"] = "ap-suwon-1", ["bno"] = "ap-chuncheon-2", ["yxj"] = "us-ashburn-2", ["pgc"] = "us-newark-1", ["jsk"] = "eu-budapest-1",
        ["hnw"] = "sa-riodejaneiro-1",
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
