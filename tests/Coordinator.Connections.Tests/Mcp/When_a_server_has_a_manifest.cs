using Coordinator.AwkwardServer;
using Coordinator.Connections.Mcp;

namespace Coordinator.Connections.Tests.Mcp;

/// <summary>What a server says of itself comes with its tools, and can neither hold them up nor break them.</summary>
public sealed class When_a_server_has_a_manifest
{
    private const string Good = """{"server_id":"awkward","domains":["lab"],"tools":[{"name":"echo","domain":"lab","tier":1,"timeouts":{"default_seconds":5}},{"name":"hang","mutates":true,"timeouts":{"default_seconds":500}}]}""";

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Should_join_its_claims_to_the_tools(string version)
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio($"--manifest={Good}", $"--versions={version}"));

        var tools = await pool.ListAsync();

        var echo = tools.Single(tool => tool.Name == "echo");
        Assert.Equal(("lab", 1), (echo.Claim!.Domain, echo.Claim.Tier));
        Assert.Null(tools.Single(tool => tool.Name == "env").Claim);
        Assert.Equal(("awkward", "lab"), (pool.Status.Manifest!.ServerId, Assert.Single(pool.Status.Manifest.Domains)));
    }

    /// <summary>It may shorten the time of a call, not lengthen it.</summary>
    [Fact]
    public async Task Should_shorten_time_limits_only()
    {
        var server = PoolUnderTest.Stdio($"--manifest={Good}") with { TimeLimit = TimeSpan.FromSeconds(60) };
        var configured = server with { ToolTimeLimits = new ToolTimeLimits(new Dictionary<string, TimeSpan> { ["echo"] = TimeSpan.FromSeconds(20) }) };
        await using var pool = new PoolUnderTest(server);
        var tools = await pool.ListAsync();

        Assert.Equal(5, Limit(server, "echo"));
        Assert.Equal(60, Limit(server, "hang"));
        Assert.Equal(60, Limit(server, "env"));
        Assert.Equal(20, Limit(configured, "echo"));

        double Limit(McpServerConfig config, string tool) => new McpServersConfig([config]).TimeLimitOf(tools.Single(known => known.Name == tool)).TotalSeconds;
    }

    [Theory]
    [InlineData("missing", null)]
    [InlineData("{", "It is not valid JSON.")]
    public async Task Should_list_the_tools_of_a_server_without_a_usable_one(string manifest, string? problem)
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio($"--manifest={manifest}"));

        Assert.Equal(18, (await pool.ListAsync()).Count);
        Assert.Equal(problem, pool.Status.Manifest?.Problems.Single());
    }

    [Fact]
    public async Task Should_not_ask_a_server_that_has_no_resources()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio());

        Assert.DoesNotContain("resources/read", (await pool.AskAsync("received")).Text, StringComparison.Ordinal);
        Assert.Null(pool.Status.Manifest);
    }

    [Theory]
    [InlineData("missing", 1)]
    [InlineData("{}", 2)]
    public async Task Should_read_it_with_each_list_but_not_ask_again_for_what_is_not_there(string manifest, int reads)
    {
        var clock = PoolUnderTest.Clock();
        await using var server = await HttpServer.StartAsync(new Quirks { Manifest = manifest });
        await using var pool = new PoolUnderTest(clock, PoolUnderTest.Http(server));
        await pool.ListAsync();

        clock.Advance(TimeSpan.FromMinutes(6));
        await pool.ListAsync();

        Assert.Equal(reads, server.Calls.Count(call => call.RpcMethod == "resources/read"));
        Assert.Equal(2, server.Calls.Count(call => call.RpcMethod == "tools/list"));
    }

    /// <summary>The time is the pool's: it passes when the test says so.</summary>
    [Fact]
    public async Task Should_not_be_held_up_by_one_that_never_comes()
    {
        var clock = PoolUnderTest.Clock();
        await using var server = await HttpServer.StartAsync(new Quirks { Manifest = "hang" });
        await using var pool = new PoolUnderTest(clock, PoolUnderTest.Http(server));
        var listing = pool.ListAsync();
        await Eventually.TrueAsync(() => server.Calls.Any(call => call.RpcMethod == "resources/read"), "the manifest is asked for");

        clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(18, (await listing).Count);
        Assert.Equal("It was not given within 3 s.", Assert.Single(pool.Status.Manifest!.Problems));
        Assert.Equal("connected", pool.Status.Status);
    }
}
