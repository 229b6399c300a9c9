using System.Text.Json;
using Coordinator.Core.Tools;
using Microsoft.Extensions.DependencyInjection;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class CatalogEndpointTests
{
    [Fact]
    public async Task McpServers_Always_HasTheRunbooksShape()
    {
        await using var host = await CoordinatorHost.StartAsync();

        var first = (await host.GetJsonAsync("/mcp/servers")).GetProperty("servers")[0];

        Assert.Equal(("oci-unified", "connected", 2), (first.GetProperty("id").GetString(), first.GetProperty("status").GetString(), first.GetProperty("tool_count").GetInt32()));
    }

    [Theory]
    [InlineData("/tools", "cost_summary,list_instances,read_result,stop_instance")]
    [InlineData("/tools?query=INSTANCE", "list_instances,stop_instance")]
    [InlineData("/tools?domain=cost", "cost_summary,list_instances,stop_instance")]
    [InlineData("/tools?domain=cost&query=tenancy", "cost_summary")]
    [InlineData("/tools?query=nothing", "")]
    [InlineData("/tools?max_tier=3", "cost_summary,list_instances,read_result")]
    [InlineData("/tools?limit=2", "cost_summary,list_instances")]
    [InlineData("/tools?max_tier=4&limit=1&query=stop", "stop_instance")]
    public async Task Tools_WhenFiltered_GivesNamesAndCount(string path, string names)
    {
        await using var host = await CoordinatorHost.StartAsync();

        var list = await host.GetJsonAsync(path);
        var tools = list.GetProperty("tools").EnumerateArray().ToList();

        Assert.Equal(names, string.Join(',', tools.Select(tool => tool.GetProperty("name").GetString())));
        Assert.Equal(tools.Count, list.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Tools_WhenAToolSaysNothingOfItself_ItIsNotReadOnly()
    {
        await using var host = await CoordinatorHost.StartAsync();

        var tools = (await host.GetJsonAsync("/tools?query=instance")).GetProperty("tools").EnumerateArray().ToList();

        Assert.Equal([true, false], tools.Select(tool => tool.GetProperty("read_only").GetBoolean()));
    }

    [Fact]
    public async Task Tool_ByItsExactName_ShowsItsSchema()
    {
        await using var host = await CoordinatorHost.StartAsync();

        var tool = await host.GetJsonAsync("/tools/list_instances");
        using var other = await host.SendAsync(Get("/tools/list_instance"));

        Assert.Equal("""{"type":"object"}""", tool.GetProperty("input_schema").GetRawText());
        Assert.Equal(120, tool.GetProperty("time_limit_seconds").GetInt32());
        await other.ProblemAsync(404, "tool-not-found");
    }

    [Theory]
    [InlineData("max_tier=0")]
    [InlineData("max_tier=5")]
    [InlineData("max_tier=two")]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("limit=1&limit=2")]
    public async Task Tools_WhenAFilterIsNone_SaysSo(string filter)
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(Get($"/tools?{filter}"));

        await response.ProblemAsync(400, "invalid-filter");
    }

    /// <summary>The original's fields (original-system 2.2).</summary>
    [Fact]
    public async Task Tools_OfEach_SayWhatItCosts()
    {
        await using var host = await CoordinatorHost.StartAsync(add: services => services.AddSingleton(new ToolCatalogConfig
        {
            Domains = new Dictionary<string, IReadOnlyList<string>> { ["compute"] = ["stop_"] },
            Tiers = new Dictionary<string, ToolTier> { ["stop_instance"] = new(4, 5000, ToolRisk.High) },
        }));

        var list = await host.GetJsonAsync("/tools?query=stop");

        Assert.Equal(
            """{"name":"stop_instance","description":"Stops an instance.","server":"oci-unified","tier":4,"latency_estimate":"5000ms","risk_level":"high","requires_confirmation":true,"read_only":false,"domain":"compute","domains":["compute"],"drifted":false}""",
            list.GetProperty("tools")[0].GetRawText());
        Assert.Equal("""{"query":"stop","domain":null,"max_tier":4,"limit":1000}""", list.GetProperty("filters").GetRawText());
        Assert.Equal(1, list.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Tool_ByAnAlias_NamesTheToolItself()
    {
        await using var host = await CoordinatorHost.StartAsync(add: services => services.AddSingleton(new ToolCatalogConfig { Aliases = new Dictionary<string, string> { ["halt"] = "stop_instance" } }));
        host.Servers.Tools = [.. host.Servers.Tools.Select(tool => tool.Name == "stop_instance" ? tool with { Claim = new ToolClaim { Tier = 2, LatencyMs = 700 } } : tool)];

        var tool = await host.GetJsonAsync("/tools/halt");

        Assert.Equal(("halt", "stop_instance"), (tool.GetProperty("name").GetString(), tool.GetProperty("canonical_name").GetString()));
        Assert.Equal("""["halt"]""", tool.GetProperty("aliases").GetRawText());
        Assert.Equal((4, "manifest", "700ms"), (tool.GetProperty("tier").GetInt32(), tool.GetProperty("tier_from").GetString(), tool.GetProperty("latency_estimate").GetString()));
        Assert.Equal(2, tool.GetProperty("manifest").GetProperty("tier").GetInt32());
    }

    [Fact]
    public async Task Workflows_Always_SayWhatCanBeAsked()
    {
        await using var host = await CoordinatorHost.StartAsync();

        var list = await host.GetJsonAsync("/workflows");

        Assert.Equal(8, list.GetProperty("count").GetInt32());
        Assert.Equal("""{"name":"stop_instance","title":"stop instance remove-dev-server","group":"Compute","write":true,"examples":["stop instance remove-dev-server"]}""",
            list.GetProperty("workflows").EnumerateArray().Single(workflow => workflow.GetProperty("write").GetBoolean()).GetRawText());
    }

    [Fact]
    public async Task Version_Always_NamesVersionCommitAndRuntime()
    {
        await using var host = await CoordinatorHost.StartAsync();

        var version = await host.GetJsonAsync("/version");

        Assert.Matches(@"^\d+\.\d+\.\d+", version.GetProperty("version").GetString());
        Assert.StartsWith(".NET", version.GetProperty("runtime").GetString(), StringComparison.Ordinal);
        Assert.True(version.GetProperty("commit").ValueKind is JsonValueKind.String or JsonValueKind.Null);
    }
}
