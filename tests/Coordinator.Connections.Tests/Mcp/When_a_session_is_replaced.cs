using Coordinator.AwkwardServer;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Connections.Tests.Mcp;

public sealed class When_a_session_is_replaced : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = PoolUnderTest.Clock();
    private HttpServer _server = null!;
    private PoolUnderTest _pool = null!;

    private int Sessions => _server.Calls.Count(call => call.RpcMethod == "initialize");

    public async ValueTask InitializeAsync()
    {
        _server = await HttpServer.StartAsync(new Quirks());
        _pool = new PoolUnderTest(_clock, PoolUnderTest.Http(_server));
    }

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Should_share_one_session_among_concurrent_first_calls()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _pool.AskAsync("echo")));

        Assert.Equal(1, Sessions);
    }

    [Fact]
    public async Task Should_replace_an_old_one_without_a_failing_call()
    {
        await _pool.AskAsync("echo");
        for (var minutes = 0; minutes < 60; minutes += 10)
        {
            _clock.Advance(TimeSpan.FromMinutes(10));
            await _pool.AskAsync("echo");
        }

        Assert.Equal(1, Sessions);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _pool.AskAsync("echo");

        Assert.Equal(2, Sessions);
        await Eventually.TrueAsync(() => _server.OpenSessions == 1, "the old session is ended");
    }

    [Fact]
    public async Task Should_let_a_call_on_the_old_one_end()
    {
        var waiting = _pool.CallAsync("await_cancelled", within: TimeSpan.FromMinutes(60));
        await Eventually.TrueAsync(() => _server.Calls.Any(call => call.RpcMethod == "tools/call"), "the call");
        using var stop = new CancellationTokenSource();
        var hanging = _pool.CallAsync("hang", within: TimeSpan.FromMinutes(60), cancellationToken: stop.Token);
        await Eventually.TrueAsync(() => _server.Calls.Count(call => call.RpcMethod == "tools/call") == 2, "both calls");

        _clock.Advance(TimeSpan.FromMinutes(16));
        await _pool.AskAsync("echo");
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        Assert.True((await waiting).IsSuccess);
        Assert.Equal(2, Sessions);
        await Eventually.TrueAsync(() => _server.OpenSessions == 1, "the old session is ended after its last call");
    }

    [Fact]
    public async Task Should_give_back_one_that_nobody_uses()
    {
        await _pool.AskAsync("echo");

        _clock.Advance(TimeSpan.FromMinutes(17));

        await Eventually.TrueAsync(() => _server.OpenSessions == 0, "the idle session is ended");
        await _pool.AskAsync("echo");
        Assert.Equal(2, Sessions);
    }

    [Fact]
    public async Task Should_open_another_after_the_server_forgot_it()
    {
        await _pool.AskAsync("echo");
        _clock.Advance(TimeSpan.FromMinutes(1));
        _server.ForgetSessions();
        await _pool.FailAsync("echo");

        await _pool.AskAsync("echo");

        Assert.Equal(2, Sessions);
    }

    [Fact]
    public async Task Should_replace_a_server_that_times_out_and_does_not_even_list_its_tools()
    {
        await using var pool = new PoolUnderTest(_clock, PoolUnderTest.Stdio("--lists=1"));
        var first = await pool.AskAsync("process");
        _clock.Advance(TimeSpan.FromSeconds(10));
        var call = pool.CallAsync("hang", within: TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await call).Failure!.MaybeExecuted);

        _clock.Advance(TimeSpan.FromSeconds(6));
        await Eventually.TrueAsync(() => pool.Status.Status == "error" || Advanced(), "the hanging session is given up");

        Assert.NotEqual(first.Text, (await pool.AskAsync("process")).Text);

        bool Advanced()
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return false;
        }
    }

    [Fact]
    public async Task Should_keep_one_that_is_only_slow_in_one_tool()
    {
        await using var pool = new PoolUnderTest(_clock, PoolUnderTest.Stdio());
        var first = await pool.AskAsync("process");
        var call = pool.CallAsync("hang", within: TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromSeconds(30));

        var failure = (await call).Failure!;

        Assert.Equal("Tool call timed out: 'hang' took longer than 30 s.", failure.Message);
        Assert.Equal(first.Text, (await pool.AskAsync("process")).Text);
    }

    [Fact]
    public async Task Should_never_let_a_call_last_longer_than_an_hour()
    {
        await _pool.AskAsync("echo");
        var call = _pool.CallAsync("hang", within: TimeSpan.FromDays(2));

        _clock.Advance(TimeSpan.FromMinutes(61));

        Assert.True((await call).Failure!.MaybeExecuted);
    }

    [Fact]
    public async Task Should_share_no_session_between_identities()
    {
        var (ours, theirs) = (PoolUnderTest.Http(_server), PoolUnderTest.Http(_server) with { Id = "other", Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer theirs" } });
        await using var pool = new PoolUnderTest(ours, theirs);
        await pool.ConnectAsync();

        var sessions = _server.Calls.Where(call => call.SessionId is not null).GroupBy(call => call.SessionId).ToList();

        Assert.Equal(2, sessions.Count);
        Assert.All(sessions, session => Assert.Single(session.Select(call => call.Headers.GetValueOrDefault("Authorization")).Distinct()));
    }
}
