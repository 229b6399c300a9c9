using Coordinator.Core.Configuration;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Tests.Tools;

public sealed class ToolCatalogFileTests
{
    private const string Good = """
        aliases:
          execute_sql: oci_database_execute_sql
        domains:
          cost: [oci_cost_]
          finops: [oci_cost_, finops_]
          spikes: [oci_cost_spikes]
        tiers:
          oci_ping: {tier: 1, latency_ms: 80, risk: none}
          oci_cost_*: {tier: 3, latency_ms: 4000, risk: low}
          oci_cost_sp*: {tier: 2, latency_ms: 1000}
        naming:
          pattern: oci_{domain}_{action}
          servers: [oci-unified]
          exceptions: [oci_ping]
        startup:
          compute: {tool: oci_list, args: {compartment_id: "${COMPARTMENT:-}", limit: 1, all: true, name: "5"}}
        """;

    [Fact]
    public void Parse_WhenTheFileIsRight_GivesEverything()
    {
        var config = Parse(Good, _ => null);

        Assert.Equal("oci_database_execute_sql", config.Aliases["execute_sql"]);
        Assert.Equal(["spikes", "cost", "finops"], config.DomainsOf("oci_cost_spikes"));
        Assert.Equal([], config.DomainsOf("oci_compute_list"));
        Assert.Equal((new ToolTier(1, 80, ToolRisk.None), true), config.TierOf("oci_ping"));
        Assert.Equal((new ToolTier(3, 4000, ToolRisk.Low), false), config.TierOf("oci_cost_by_tag"));
        Assert.Equal((new ToolTier(2, 1000, ToolRisk.Low), false), config.TierOf("oci_cost_spikes"));
        Assert.Null(config.TierOf("finops_ping"));
        Assert.Equal(["oci-unified"], config.Naming.Servers);
        Assert.Equal("""{"limit":1,"all":true,"name":"5"}""", Assert.Single(config.Startup).Arguments.GetRawText());
    }

    [Fact]
    public void Parse_WhenAVariableIsSet_GivesItsValue() =>
        Assert.Equal("ocid1.x", Parse(Good, name => name == "COMPARTMENT" ? "ocid1.x" : null).Startup[0].Arguments.GetProperty("compartment_id").GetString());

    [Theory]
    [InlineData("aliases:", "alias:", "bad.yaml:1:1: alias: Unknown field. Known here: aliases, domains, tiers, naming, startup.")]
    [InlineData("execute_sql: oci_database_execute_sql", "execute sql: oci_x", "bad.yaml:2:16: aliases.execute sql: 'execute sql' is no tool name")]
    [InlineData("execute_sql: oci_database_execute_sql", "execute_sql: ''", "aliases.execute_sql: '' is no tool name")]
    [InlineData("execute_sql: oci_database_execute_sql", "a: [b]", "aliases.a: Must be a text or a number.")]
    [InlineData("execute_sql: oci_database_execute_sql", "a: a", "bad.yaml:2:6: aliases.a: Stands for itself.")]
    [InlineData("execute_sql: oci_database_execute_sql", "read_result: oci_x", "aliases.read_result: Is the name of a built-in tool.")]
    [InlineData("[oci_cost_]", "oci_cost_", "domains.cost: Must be a list.")]
    [InlineData("[oci_cost_]", "['']", "domains.cost: An empty prefix would fit every tool.")]
    [InlineData("tier: 1,", "tier: 5,", "bad.yaml:8:20: tiers.oci_ping.tier: '5' is not a number from 1 to 4.")]
    [InlineData("tier: 1,", "tier: 1.5,", "tiers.oci_ping.tier: '1.5' is not one of 1, 2, 3, 4.")]
    [InlineData("tier: 1, ", "", "tiers.oci_ping.tier: Is missing.")]
    [InlineData("latency_ms: 80", "latency_ms: 0", "tiers.oci_ping.latency_ms: '0' is not a number from 1 to 600000.")]
    [InlineData("risk: none", "risk: some", "tiers.oci_ping.risk: 'some' is not one of none, low, medium, high.")]
    [InlineData("risk: none", "rsk: none", "tiers.oci_ping.rsk: Unknown field.")]
    [InlineData("oci_cost_sp*", "oci_*_sp", "'oci_*_sp' is no tool name")]
    [InlineData("oci_{domain}_{action}", "oci_{domain}", "naming.pattern: 'oci_{domain}' is no pattern")]
    [InlineData("oci_{domain}_{action}", "'oci_{domain}_{action}.*'", "naming.pattern: 'oci_{domain}_{action}.*' is no pattern")]
    [InlineData("tool: oci_list", "tol: oci_list", "startup.compute.tool: Is missing.")]
    [InlineData("limit: 1", "limit: [1]", "startup.compute.args.limit: Must be a text or a number.")]
    [InlineData("[oci-unified]", "[oci-unified", "bad.yaml:")]
    public void Parse_WhenSomethingIsWrong_NamesFileLineAndField(string right, string wrong, string problem)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        var exception = Assert.Throws<ConfigException>(() => ToolCatalogFile.Parse("bad.yaml", Good.Replace(right, wrong, StringComparison.Ordinal), _ => null));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    private static ToolCatalogConfig Parse(string text, Func<string, string?> variable) => ToolCatalogFile.Parse("tool-catalog.yaml", text, variable);
}
