using System.Diagnostics;
using Coordinator.AwkwardServer;

namespace Coordinator.Connections.Tests.Mcp;

public sealed class When_a_call_is_cancelled
{
    [Fact]
    public async Task Should_tell_a_server_over_stdio()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio());
        await pool.ConnectAsync();

        await CancelAsync(pool, reached: () => Task.CompletedTask);
    }

    [Fact]
    public async Task Should_tell_a_server_over_http()
    {
        await using var server = await HttpServer.StartAsync(new Quirks());
        await using var pool = new PoolUnderTest(PoolUnderTest.Http(server));
        await pool.ConnectAsync();

        await CancelAsync(pool, reached: () => Eventually.TrueAsync(() => server.Calls.Any(call => call.RpcMethod == "tools/call"), "the call"));

        Assert.Equal("session-1", server.Calls.Single(call => call.RpcMethod == "notifications/cancelled").SessionId);
    }

    [Fact]
    public async Task Should_tell_the_server_when_the_time_is_over()
    {
        var clock = PoolUnderTest.Clock();
        await using var server = await HttpServer.StartAsync(new Quirks());
        await using var pool = new PoolUnderTest(clock, PoolUnderTest.Http(server));
        await pool.ConnectAsync();
        var call = pool.CallAsync("hang", within: TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync(() => server.Calls.Any(seen => seen.RpcMethod == "tools/call"), "the call");

        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.False((await call).IsSuccess);
        Assert.True((await pool.CallAsync("await_cancelled")).IsSuccess);
    }

    private static async Task CancelAsync(PoolUnderTest pool, Func<Task> reached)
    {
        using var stop = new CancellationTokenSource();
        var call = pool.CallAsync("hang", cancellationToken: stop.Token);
        await reached();
        await pool.AskAsync("echo");

        var start = Stopwatch.GetTimestamp();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.NotEqual("", (await pool.AskAsync("await_cancelled")).Text);
    }
}
