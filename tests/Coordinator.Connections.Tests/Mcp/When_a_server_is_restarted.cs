using Coordinator.AwkwardServer;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.Health;
using Coordinator.Core.State;
using Coordinator.TestKit.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Connections.Tests.Mcp;

/// <summary>A restart begins a new generation, by which every instance lets go of its session.</summary>
public sealed class When_a_server_is_restarted : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = PoolUnderTest.Clock();
    private CountedReads _store = null!;
    private HttpServer _server = null!;
    private ServerGenerations _ours = null!;
    private PoolUnderTest _here = null!;
    private PoolUnderTest _there = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Sessions => _server.Calls.Count(call => call.RpcMethod == "initialize");

    public async ValueTask InitializeAsync()
    {
        _store = new CountedReads(SqliteStateStore.OpenInMemory(_clock));
        _server = await HttpServer.StartAsync(new Quirks());
        _ours = Generations();
        (_here, _there) = (new PoolUnderTest(_clock, _ours, PoolUnderTest.Http(_server)), new PoolUnderTest(_clock, Generations(), PoolUnderTest.Http(_server)));
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        await _server.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task Should_disconnect_wait_and_connect()
    {
        await _here.AskAsync("echo");
        var restart = _here.RestartAsync(await _ours.BeginAsync("awkward", Token), TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => _server.OpenSessions == 0, "the session is ended");
        Assert.Equal("connecting", _here.Status.Status);

        // Who needs it meanwhile waits for the end of the pause.
        var call = _here.CallAsync("echo");
        Assert.Equal(1, Sessions);
        await Eventually.TrueAsync(() => restart.IsCompleted || Advanced(), "connected again");

        Assert.Null(await restart);
        Assert.True((await call).IsSuccess);
        Assert.Equal(2, Sessions);
    }

    [Fact]
    public async Task Should_renew_the_session_of_every_instance_before_its_next_use()
    {
        await _there.AskAsync("echo");
        await _here.RestartAsync(await _ours.BeginAsync("awkward", Token));
        Assert.Equal(2, Sessions);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await _there.AskAsync("echo");
        await _there.AskAsync("echo");

        Assert.Equal(3, Sessions);
        Assert.Contains(_there.Logs.All, line => line.Contains("mcp_replaced server=awkward reason=restart", StringComparison.Ordinal));
        await Eventually.TrueAsync(() => _server.OpenSessions == 2, "the old one is ended");
    }

    [Fact]
    public async Task Should_let_calls_on_the_old_session_end_in_peace()
    {
        var waiting = _there.CallAsync("await_cancelled", within: TimeSpan.FromMinutes(60));
        await Eventually.TrueAsync(() => _server.Calls.Any(call => call.RpcMethod == "tools/call"), "the call");
        using var stop = new CancellationTokenSource();
        var hanging = _there.CallAsync("hang", within: TimeSpan.FromMinutes(60), cancellationToken: stop.Token);
        await Eventually.TrueAsync(() => _server.Calls.Count(call => call.RpcMethod == "tools/call") == 2, "both calls");

        await _here.RestartAsync(await _ours.BeginAsync("awkward", Token));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _there.AskAsync("echo");
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        Assert.True((await waiting).IsSuccess);
    }

    [Fact]
    public async Task Should_keep_sessions_that_were_opened_after_it()
    {
        await _here.RestartAsync(await _ours.BeginAsync("awkward", Token));
        await _there.AskAsync("echo");
        _clock.Advance(TimeSpan.FromSeconds(5));
        await _there.AskAsync("echo");
        await _here.AskAsync("echo");

        Assert.Equal(2, Sessions);
    }

    [Fact]
    public async Task Should_keep_sessions_when_the_store_forgets_it()
    {
        await _here.RestartAsync(await _ours.BeginAsync("awkward", Token));
        await _store.DeleteAsync(GenerationDocument.KeyOf("awkward"), null, Token);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await _here.AskAsync("echo");
        Assert.Equal(1, Sessions);

        await _there.AskAsync("echo");
        await _ours.BeginAsync("awkward", Token);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _there.AskAsync("echo");
        Assert.Equal(3, Sessions);
    }

    /// <summary>The hot path gains no round trip.</summary>
    [Fact]
    public async Task Should_ask_the_store_at_most_once_a_second()
    {
        await _here.AskAsync("echo");
        var before = _store.Reads;
        for (var call = 0; call < 50; call++)
        {
            await _here.AskAsync("echo");
        }

        Assert.Equal(before, _store.Reads);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _here.AskAsync("echo")));
        Assert.Equal(before + 1, _store.Reads);
    }

    [Fact]
    public async Task Should_end_a_process_that_hangs_and_start_another()
    {
        await using var pool = new PoolUnderTest(_clock, _ours, PoolUnderTest.Stdio("--lists=1"));
        var first = await pool.AskAsync("process");
        var hanging = pool.CheckAsync();
        await Eventually.TrueAsync(() => hanging.IsCompleted || Advanced(), "the check is given up");
        Assert.Equal("'awkward' did not list its tools in time.", (await hanging)!.Message);
        Assert.Equal(first.Text, (await pool.AskAsync("process")).Text);

        Assert.Null(await pool.RestartAsync(await _ours.BeginAsync("awkward", Token)));

        Assert.NotEqual(first.Text, (await pool.AskAsync("process")).Text);
        var id = int.Parse(first.Text, null);
        await Eventually.TrueAsync(() => !Processes.IsAlive(id) || Advanced(), "the old process ends");
    }

    private bool Advanced()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        return false;
    }

    private ServerGenerations Generations() => new(_store, _clock, NullLogger<ServerGenerations>.Instance);

    private sealed class CountedReads(SqliteStateStore store) : StateStoreDecorator(store), IDisposable
    {
        private int _reads;

        public int Reads => _reads;

        public override Task<StateDocument?> ReadAsync(string key, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _reads);
            return base.ReadAsync(key, cancellationToken);
        }

        public void Dispose() => store.Dispose();
    }
}
