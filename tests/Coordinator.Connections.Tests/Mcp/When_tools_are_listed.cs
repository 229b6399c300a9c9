using Coordinator.AwkwardServer;

namespace Coordinator.Connections.Tests.Mcp;

public sealed class When_tools_are_listed
{
    [Fact]
    public async Task Defect27_Should_read_every_page()
    {
        await using var whole = new PoolUnderTest(PoolUnderTest.Stdio());
        await using var paged = new PoolUnderTest(PoolUnderTest.Stdio("--page-size=4"));

        Assert.Equal((await whole.ListAsync()).Select(tool => tool.Name), (await paged.ListAsync()).Select(tool => tool.Name));
        Assert.Equal(18, paged.Status.ToolCount);
        Assert.True((await paged.ListAsync())[0].ReadOnlyHint);
    }

    [Fact]
    public async Task Should_read_once_and_give_the_same_list_until_its_time_is_over()
    {
        var clock = PoolUnderTest.Clock();
        await using var server = await HttpServer.StartAsync(new Quirks());
        await using var pool = new PoolUnderTest(clock, PoolUnderTest.Http(server));
        var first = await pool.ListAsync();

        clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Same(first, await pool.ListAsync());
        Assert.Equal(1, Lists());

        clock.Advance(TimeSpan.FromMinutes(2));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => pool.ListAsync()));
        Assert.Equal(2, Lists());

        int Lists() => server.Calls.Count(call => call.RpcMethod == "tools/list");
    }

    [Theory]
    [InlineData("stdio")]
    [InlineData("http")]
    public async Task Should_read_again_when_the_server_says_that_they_changed(string transport)
    {
        await using var server = await HttpServer.StartAsync(new Quirks());
        await using var pool = new PoolUnderTest(transport == "http" ? PoolUnderTest.Http(server) : PoolUnderTest.Stdio());
        Assert.DoesNotContain(await pool.ListAsync(), tool => tool.Name == "added_1");

        await pool.AskAsync("add_tool");

        for (var tries = 0; tries < 200 && (await pool.ListAsync()).All(tool => tool.Name != "added_1"); tries++)
        {
            await pool.AskAsync("echo");
        }

        Assert.Contains(await pool.ListAsync(), tool => tool.Name == "added_1");
    }

    [Fact]
    public async Task Should_keep_the_old_list_when_a_reading_is_refused()
    {
        var clock = PoolUnderTest.Clock();
        await using var server = await HttpServer.StartAsync(new Quirks());
        await using var pool = new PoolUnderTest(clock, PoolUnderTest.Http(server));
        var first = await pool.ListAsync();
        server.Refuse = call => call.RpcMethod == "tools/list" ? new HttpRefusal(429) : null;

        clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Same(first, await pool.ListAsync());
    }

    [Fact]
    public async Task Should_not_lose_a_change_when_the_reader_gives_up()
    {
        await using var server = await HttpServer.StartAsync(new Quirks());
        await using var pool = new PoolUnderTest(PoolUnderTest.Http(server));
        await pool.ListAsync();
        await pool.AskAsync("add_tool");
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Record.ExceptionAsync(() => pool.Pool.ListToolsAsync(stopped.Token));

        for (var tries = 0; tries < 200 && (await pool.ListAsync()).All(tool => tool.Name != "added_1"); tries++)
        {
            await pool.AskAsync("echo");
        }

        Assert.Contains(await pool.ListAsync(), tool => tool.Name == "added_1");
    }
}
