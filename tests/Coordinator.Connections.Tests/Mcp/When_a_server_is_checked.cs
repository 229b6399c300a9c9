using Coordinator.AwkwardServer;
using Coordinator.Core.Failures;

namespace Coordinator.Connections.Tests.Mcp;

/// <summary>Defect 12 of the original: its check asked the server nothing.</summary>
public sealed class When_a_server_is_checked : IAsyncLifetime
{
    private HttpServer _server = null!;
    private PoolUnderTest _pool = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await HttpServer.StartAsync(new Quirks());
        _pool = new PoolUnderTest(PoolUnderTest.Clock(), PoolUnderTest.Http(_server));
    }

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Should_open_a_session_where_there_is_none_and_ask_on_it_afterwards()
    {
        Assert.Null(await _pool.CheckAsync());
        Assert.Equal("connected", _pool.Status.Status);
        Assert.Equal(1, Lists());
        Assert.Null(await _pool.CheckAsync());
        Assert.Equal(2, Lists());
        Assert.Single(_server.Calls, call => call.RpcMethod == "initialize");
    }

    [Theory]
    [InlineData(503, FailureClass.ServerError)]
    [InlineData(401, FailureClass.Authentication)]
    public async Task Should_say_what_is_wrong_and_keep_the_session(int status, FailureClass failureClass)
    {
        await _pool.CheckAsync();
        _server.Refuse = _ => new HttpRefusal(status);
        Assert.Equal(failureClass, (await _pool.CheckAsync())!.Class);
        _server.Refuse = _ => null;
        Assert.Null(await _pool.CheckAsync());
        Assert.Single(_server.Calls, call => call.RpcMethod == "initialize" && call.SessionId is null);
    }

    [Fact]
    public async Task Should_connect_anew_to_one_that_came_back_without_its_sessions()
    {
        var clock = PoolUnderTest.Clock();
        await using var pool = new PoolUnderTest(clock, PoolUnderTest.Http(_server));
        await pool.CheckAsync();
        clock.Advance(TimeSpan.FromMinutes(10));
        _server.ForgetSessions();
        Assert.NotNull(await pool.CheckAsync());
        Assert.Null(await pool.CheckAsync());
    }

    [Fact]
    public async Task Should_say_that_a_process_died()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Clock(), PoolUnderTest.Stdio("--exit-at-once=4"));

        // Whether the process's end or that of its output is noticed first is a matter of chance.
        Assert.Matches("(?s)^'awkward' (ended at once \\(exit code 4|could not be reached: MCP server process exited unexpectedly).*cannot start", (await pool.CheckAsync())!.Message);
    }

    private int Lists() => _server.Calls.Count(call => call.RpcMethod == "tools/list");
}
