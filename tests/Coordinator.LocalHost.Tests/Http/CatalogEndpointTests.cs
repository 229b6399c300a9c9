using System.Text.Json;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class CatalogEndpointTests
{
    [Fact]
    public async Task McpServers_Always_HasTheRunbooksShape()
    {
        await using var host = await CoordinatorHost.StartAsync();

        var first = (await host.GetJsonAsync("/mcp/servers")).GetProperty("servers")[0];

        Assert.Equal(("oci-demo", "connected", 2), (first.GetProperty("id").GetString(), first.GetProperty("status").GetString(), first.GetProperty("tool_count").GetInt32()));
    }

    [Theory]
    [InlineData("/tools", "cost_summary,list_instances,read_result,stop_instance")]
    [InlineData("/tools?query=INSTANCE", "list_instances,stop_instance")]
    [InlineData("/tools?domain=cost", "cost_summary,list_instances,stop_instance")]
    [InlineData("/tools?domain=cost&query=tenancy", "cost_summary")]
    [InlineData("/tools?query=nothing", "")]
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
