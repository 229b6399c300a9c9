using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Coordinator.Connections.Mcp;
using Coordinator.Core.Tools;

namespace Coordinator.LocalHost.Tests;

/// <summary>The examples of docs/mcp-servers.md and docs/tools.md are read as they stand.</summary>
public sealed partial class DocumentedConfigTests
{
    private static readonly string[] Examples = ExamplesOf("mcp-servers.md", "yaml");

    [Fact]
    public void Servers_OfTheDocument_AreValid()
    {
        var servers = McpServersFile.Parse("docs/mcp-servers.md", Examples.Single(text => text.StartsWith("servers:", StringComparison.Ordinal)), Variables("false"));

        Assert.Equal(["inventory", "gateway"], servers.Servers.Select(server => server.Id));
        Assert.Equal([true, false], servers.Servers.Select(server => server.Enabled));
    }

    [Fact]
    public void Servers_WhenTheGatewayIsEnabled_SendItsToken()
    {
        var servers = McpServersFile.Parse("docs/mcp-servers.md", Examples.Single(text => text.StartsWith("servers:", StringComparison.Ordinal)), Variables("true"));

        Assert.Equal("Bearer secret", servers.Servers[1].Headers["Authorization"]);
        Assert.Equal(TimeSpan.FromSeconds(600), servers.Servers[1].ToolTimeLimits.Of("run_report"));
    }

    [Fact]
    public void Policy_OfTheDocument_IsValid()
    {
        var rules = ToolPolicyFile.Parse("docs/mcp-servers.md", Examples.Single(text => text.StartsWith("tools:", StringComparison.Ordinal)));

        Assert.False(rules["run_report"].Write);
        Assert.Equal("request_id", rules["restart_service"].IdempotencyArgument);
        Assert.Equal("get_service", rules["restart_service"].Verify?.Tool);
    }

    [Fact]
    public void Catalog_OfTheDocument_IsValid()
    {
        var catalog = ToolCatalogFile.Parse("docs/tools.md", Assert.Single(ExamplesOf("tools.md", "yaml")), _ => null);

        Assert.Equal("oci_database_execute_sql", catalog.Aliases["execute_sql"]);
        Assert.Equal((3, 4), (catalog.TierOf("oci_cost_get_summary")!.Value.Tier.Tier, catalog.TierOf("oci_compute_stop_instance")!.Value.Tier.Tier));
    }

    [Fact]
    public void Manifest_OfTheDocument_IsUnderstood()
    {
        var manifest = ToolManifestReader.Read(ExamplesOf("tools.md", "json")[0]);

        Assert.Empty(manifest.Problems);
        Assert.Equal(4, manifest.Tools["stop_host"].Tier);
    }

    private static Func<string, string?> Variables(string enabled) => name => name switch
    {
        "GATEWAY_ENABLED" => enabled,
        "GATEWAY_TOKEN" => "secret",
        _ => null,
    };

    private static string[] ExamplesOf(string document, string language, [CallerFilePath] string here = "") =>
    [
        .. Fence().Matches(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", document)))
            .Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value),
    ];

    [GeneratedRegex("```(yaml|json)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
