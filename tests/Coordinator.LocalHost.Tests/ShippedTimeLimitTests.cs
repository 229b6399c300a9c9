using Coordinator.Connections.Mcp;
using Coordinator.Core.Tools;

namespace Coordinator.LocalHost.Tests;

/// <summary>The limits of the configuration that comes with the coordinator.</summary>
public sealed class ShippedTimeLimitTests
{
    private static readonly McpServersConfig Config =
        McpServersFile.Parse("mcp-servers.yaml", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "config", "mcp-servers.yaml")), name => name is "COORDINATOR_OCI_SERVER" or "COORDINATOR_OCI_CONFIG" ? "somewhere" : null);

    /// <summary>Runbook 9.3, recommended, on whatever server the tool is.</summary>
    [Theory]
    [InlineData("oci_cost_get_summary", 30)]
    [InlineData("oci_compute_list_instances", 180)]
    [InlineData("oci_database_execute_sql", 120)]
    [InlineData("oci_discovery_run", 120)]
    public void TimeLimitOf_WhenTheRunbookNamesTheOperation_IsItsRecommendedValue(string tool, int seconds) =>
        Assert.All(Config.Servers.Select(server => server.Id).Append("registered-later"), server => Assert.Equal(seconds, SecondsOf(server, tool)));

    /// <summary>The original's <c>tool_timeouts</c>.</summary>
    [Theory]
    [InlineData("oci_network_list_vcns", 120)]
    [InlineData("oci_observability_query_logs", 300)]
    [InlineData("oci_security_cloudguard_list_problems", 180)]
    [InlineData("oci_dbmgmt_get_awr_report_auto", 180)]
    [InlineData("oci_opsi_get_addm_recommendations", 240)]
    [InlineData("oci_opsi_get_capacity_trend", 180)]
    [InlineData("oci_opsi_summarize_sql_statistics", 240)]
    public void TimeLimitOf_WhenTheRunbookIsSilent_IsTheOriginals(string tool, int seconds) => Assert.Equal(seconds, SecondsOf("oci-gateway", tool));

    [Fact]
    public void TimeLimitOf_WhenNeitherSpeaks_IsTheServers() => Assert.Equal((120, 180, 120), (SecondsOf("oci-unified", "other"), SecondsOf("oci-gateway", "other"), SecondsOf("registered-later", "other")));

    private static double SecondsOf(string server, string tool) => Config.TimeLimitOf(new ToolDefinition { Server = server, Name = tool, InputSchema = default }).TotalSeconds;
}
