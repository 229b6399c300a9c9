using Coordinator.AwkwardServer;
using Coordinator.Core.Failures;

namespace Coordinator.Connections.Tests.Mcp;

public sealed class When_an_http_server_refuses : IAsyncLifetime
{
    private HttpServer _server = null!;
    private PoolUnderTest _pool = null!;

    private IEnumerable<HttpCall> ToolCalls => _server.Calls.Where(call => call.RpcMethod == "tools/call");

    public async ValueTask InitializeAsync()
    {
        _server = await HttpServer.StartAsync(new Quirks());
        _pool = new PoolUnderTest(PoolUnderTest.Http(_server));
    }

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(400, FailureClass.Validation, false)]
    [InlineData(401, FailureClass.Authentication, false)]
    [InlineData(403, FailureClass.Denied, false)]
    [InlineData(408, FailureClass.Timeout, true)]
    [InlineData(413, FailureClass.Validation, false)]
    [InlineData(429, FailureClass.RateLimited, false)]
    [InlineData(500, FailureClass.ServerError, true)]
    [InlineData(502, FailureClass.ServerError, true)]
    [InlineData(503, FailureClass.ServerError, true)]
    public async Task Should_class_the_status_of_a_call_and_keep_the_session(int status, FailureClass expected, bool maybeExecuted)
    {
        await _pool.AskAsync("echo");
        _server.Refuse = call => call.RpcMethod == "tools/call" ? new HttpRefusal(status) : null;

        var failure = await _pool.FailAsync("echo");

        Assert.Equal((expected, maybeExecuted, $"{status}"), (failure.Class, failure.MaybeExecuted, failure.Code));
        _server.Refuse = _ => null;
        await _pool.AskAsync("echo");
        Assert.Single(ToolCalls.Select(call => call.SessionId).Distinct());
    }

    [Theory]
    [InlineData(429, "7")]
    [InlineData(503, "7")]
    public async Task Should_keep_what_Retry_After_says_of_a_call(int status, string after)
    {
        await _pool.AskAsync("echo");
        _server.Refuse = call => call.RpcMethod == "tools/call" ? new HttpRefusal(status, RetryAfter: after) : null;

        Assert.Equal(TimeSpan.FromSeconds(7), (await _pool.FailAsync("echo")).RetryAfter);
    }

    [Fact]
    public async Task Should_not_come_back_before_Retry_After_when_connecting_is_refused()
    {
        _server.Refuse = _ => new HttpRefusal(503, RetryAfter: "120");
        var first = await _pool.FailAsync("echo");
        var requests = _server.Calls.Count;

        var second = await _pool.FailAsync("echo");

        Assert.Equal((FailureClass.ServerError, false), (first.Class, first.MaybeExecuted));
        Assert.Equal(requests, _server.Calls.Count);
        Assert.InRange(second.RetryAfter!.Value.TotalSeconds, 100, 120);
        Assert.StartsWith("Server temporarily unavailable: ", second.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, FailureClass.Authentication)]
    [InlineData(403, FailureClass.Denied)]
    [InlineData(404, FailureClass.Unavailable)]
    [InlineData(500, FailureClass.ServerError)]
    public async Task Should_class_the_status_of_connecting(int status, FailureClass expected)
    {
        _server.Refuse = _ => new HttpRefusal(status);

        var failure = await _pool.FailAsync("echo");

        Assert.Equal((expected, false, $"{status}"), (failure.Class, failure.MaybeExecuted, failure.Code));
    }

    [Fact]
    public async Task Should_open_a_new_session_when_the_old_one_is_forgotten()
    {
        await _pool.AskAsync("echo");
        _server.ForgetSessions();

        var failure = await _pool.FailAsync("echo");

        Assert.Equal((FailureClass.Network, false, "404"), (failure.Class, failure.MaybeExecuted, failure.Code));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Should_follow_no_redirect(int status)
    {
        await using var elsewhere = await HttpServer.StartAsync(new Quirks());
        await _pool.AskAsync("echo");
        _server.Refuse = call => call.RpcMethod == "tools/call" ? new HttpRefusal(status, Location: elsewhere.Url.ToString()) : null;

        var failure = await _pool.FailAsync("echo");

        Assert.Equal((FailureClass.Validation, false), (failure.Class, failure.MaybeExecuted));
        Assert.Contains("redirects", failure.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public async Task Should_know_that_nothing_was_sent_when_nobody_listens()
    {
        await _pool.AskAsync("echo");
        await _server.DisposeAsync();

        var failure = await _pool.FailAsync("echo");

        Assert.False(failure.MaybeExecuted, failure.Message);
        Assert.Contains(failure.Class, new[] { FailureClass.Network, FailureClass.Unavailable });
    }

    [Fact]
    public async Task Should_count_a_call_as_maybe_executed_when_its_answer_is_cut_off()
    {
        await _pool.AskAsync("echo");

        var failure = await _pool.FailAsync("die");

        Assert.True(failure.MaybeExecuted, failure.Message);
    }

    [Fact]
    public async Task Should_not_be_held_up_by_a_session_that_nobody_ends()
    {
        await using var server = await HttpServer.StartAsync(new Quirks { HangAtDelete = true });
        var pool = new PoolUnderTest(PoolUnderTest.Http(server));
        await pool.AskAsync("echo");

        await pool.Pool.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Contains(server.Calls, call => call.Method == "DELETE");
    }

    [Fact]
    public async Task Should_keep_a_session_whose_GET_stream_is_not_found()
    {
        await using var server = await HttpServer.StartAsync(new Quirks { GetStatus = 404 });
        await using var pool = new PoolUnderTest(PoolUnderTest.Http(server));
        await pool.AskAsync("echo");
        await Eventually.TrueAsync(() => server.Calls.Any(call => call.Method == "GET"), "the GET stream");

        for (var calls = 0; calls < 20; calls++)
        {
            await pool.AskAsync("echo");
        }

        Assert.Single(server.Calls, call => call.RpcMethod == "initialize");
    }
}
