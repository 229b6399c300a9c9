using Coordinator.AwkwardServer;
using Coordinator.Connections.Mcp;
using Coordinator.Core.Failures;
using Coordinator.Core.Registrations;
using Coordinator.Core.Tools;

namespace Coordinator.Connections.Tests.Mcp;

/// <summary>Two instances that share a store: what is registered on one is used on both.</summary>
public sealed class When_a_server_registers_itself : IAsyncLifetime
{
    private readonly RegisteringBench _bench = new();
    private HttpServer _server = null!;
    private ServerRegistrations _ours = null!;
    private ServerRegistrations _theirs = null!;
    private McpPool _here = null!;
    private McpPool _there = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Sessions => _server.Calls.Count(call => call.RpcMethod == "initialize");

    public async ValueTask InitializeAsync()
    {
        _server = await HttpServer.StartAsync(new Quirks());
        (_ours, _theirs) = (_bench.Registrations(), _bench.Registrations());
        (_here, _there) = (_bench.Pool(_ours), _bench.Pool(_theirs));
    }

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Should_be_used_by_every_instance_within_a_second()
    {
        Assert.Empty(await RegisteringBench.ToolsAsync(_there));
        await RegisterAsync();

        Assert.Contains("finops/echo", await RegisteringBench.ToolsAsync(_here));
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("finops/echo", await RegisteringBench.ToolsAsync(_there));
        Assert.Equal("hello", (await RegisteringBench.CallAsync(_there, "finops", "echo")).Value!.Text);
        var status = Assert.Single(_there.Servers);
        Assert.Equal(("finops", "connected", true, "http"), (status.Id, status.Status, status.IsRegistered, status.Transport));
        Assert.Equal(["test"], status.Domains);
    }

    [Fact]
    public async Task Should_stay_behind_the_configured_ones_and_never_stand_in_for_one()
    {
        var configured = PoolUnderTest.Http(_server) with { Id = "zeta" };
        var pool = _bench.Pool(_ours, null, configured, configured with { Id = "switched-off", Enabled = false });
        await RegisterAsync("alpha");
        await RegisterAsync("zeta", "http://127.0.0.1:1/mcp");
        await RegisterAsync("switched-off");

        await RegisteringBench.ToolsAsync(pool);

        Assert.Equal(["zeta connected False", "alpha connected True"], pool.Servers.Select(server => $"{server.Id} {server.Status} {server.IsRegistered}"));
    }

    [Fact]
    public async Task Should_not_be_believed_that_its_tools_are_harmless()
    {
        await RegisterAsync();
        var echo = (await _here.ListToolsAsync(Token)).Single(tool => tool.Name == "echo");
        Assert.True(new ToolPolicy(new Dictionary<string, ToolRule>(), _ => ToolRule.DefaultTimeLimit).Classify(echo).Write);
        Assert.False(new ToolPolicy(new Dictionary<string, ToolRule> { ["echo"] = new(Write: false) }, _ => ToolRule.DefaultTimeLimit).Classify(echo).Write);
    }

    [Fact]
    public async Task Should_have_the_time_limit_it_registered_with()
    {
        await _ours.RegisterAsync("finops", new RegisteredServer { Url = _server.Url.ToString(), TimeoutSeconds = 7 }, "a test", Token);
        var tool = (await _here.ListToolsAsync(Token))[0];
        Assert.Equal(TimeSpan.FromSeconds(7), _here.TimeLimitOf(tool));
    }

    [Fact]
    public async Task Should_send_the_token_of_its_variable_and_show_it_nowhere()
    {
        _bench.Options.Variable = name => name == "MCP_REGISTERED_FINOPS_TOKEN" ? "very-secret-token" : null;
        _server.Refuse = call => new HttpRefusal(400, Body: $"You sent {call.Headers.GetValueOrDefault("Authorization")}");
        await RegisteringBench.RegisterAsync(_ours, "finops", _server.Url.ToString(), "MCP_REGISTERED_FINOPS_TOKEN");

        var failure = await _here.CheckAsync("finops", Token).WaitAsync(PoolUnderTest.Limit, Token);

        Assert.All(_server.Calls, call => Assert.Equal("Bearer very-secret-token", call.Headers["Authorization"]));
        Assert.DoesNotContain("very-secret", failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Logs.All, line => line.Contains("very-secret", StringComparison.Ordinal));
        Assert.DoesNotContain("very-secret", (await _bench.Store.ReadAsync(RegistrationsDocument.Key, Token))!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_cost_no_round_trip_with_calls()
    {
        await RegisterAsync();
        await RegisteringBench.CallAsync(_here, "finops", "echo");
        var reads = _bench.Store.Reads;
        for (var call = 0; call < 50; call++)
        {
            await RegisteringBench.CallAsync(_here, "finops", "echo");
        }

        Assert.Equal(reads, _bench.Store.Reads);
    }

    [Fact]
    public async Task Should_go_on_while_the_store_is_away()
    {
        await RegisterAsync();
        await RegisteringBench.CallAsync(_here, "finops", "echo");
        _bench.Store.IsAway = true;
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.True((await RegisteringBench.CallAsync(_here, "finops", "echo")).IsSuccess);
        Assert.Contains("finops/echo", await RegisteringBench.ToolsAsync(_here));
        Assert.Equal(1, Sessions);
    }

    [Fact]
    public async Task Should_still_be_there_for_an_instance_that_starts_later()
    {
        await RegisterAsync();
        var later = _bench.Pool(_bench.Registrations());
        await later.ConnectAllAsync(Token).WaitAsync(PoolUnderTest.Limit, Token);
        Assert.Equal("connected", Assert.Single(later.Servers).Status);
    }

    [Fact]
    public async Task Should_keep_its_session_when_another_one_registers()
    {
        await RegisterAsync();
        await RegisteringBench.CallAsync(_here, "finops", "echo");
        await RegisterAsync("other", "http://127.0.0.1:1/mcp");
        await RegisteringBench.CallAsync(_here, "finops", "echo");
        Assert.Equal(1, Sessions);
    }

    [Fact]
    public async Task Should_move_to_another_address_when_it_says_so()
    {
        await using var elsewhere = await HttpServer.StartAsync(new Quirks());
        await RegisterAsync();
        await RegisteringBench.CallAsync(_here, "finops", "echo");
        var before = _server.Calls.Count(call => call.RpcMethod == "tools/call");

        await RegisterAsync("finops", elsewhere.Url.ToString());

        Assert.True((await RegisteringBench.CallAsync(_here, "finops", "echo")).IsSuccess);
        Assert.Equal((before, 1), (_server.Calls.Count(call => call.RpcMethod == "tools/call"), elsewhere.Calls.Count(call => call.RpcMethod == "tools/call")));
        await Eventually.TrueAsync(() => _server.OpenSessions == 0, "the old session is ended");
    }

    [Fact]
    public async Task Should_be_let_go_when_it_is_removed_while_calls_on_it_end_in_peace()
    {
        await RegisterAsync();
        var waiting = RegisteringBench.CallAsync(_there, "finops", "await_cancelled");
        using var stop = new CancellationTokenSource();
        await Eventually.TrueAsync(() => _server.Calls.Any(call => call.RpcMethod == "tools/call"), "the call");
        var hanging = RegisteringBench.CallAsync(_there, "finops", "hang", cancellationToken: stop.Token);
        await Eventually.TrueAsync(() => _server.Calls.Count(call => call.RpcMethod == "tools/call") == 2, "both calls");

        await _ours.RemoveAsync("finops", "ann", Token);
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(await RegisteringBench.ToolsAsync(_there));
        Assert.Empty(_there.Servers);
        Assert.Equal(FailureClass.NotFound, (await RegisteringBench.CallAsync(_there, "finops", "echo")).Failure!.Class);
        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        Assert.True((await waiting).IsSuccess);
        await Eventually.TrueAsync(() => _server.OpenSessions == 0, "its session is ended");
    }

    [Fact]
    public async Task Should_not_be_connected_to_when_it_is_removed_while_it_connects()
    {
        _server.Hangs = true;
        await RegisterAsync();
        var checking = _here.CheckAsync("finops", Token);
        await Eventually.TrueAsync(() => _server.Calls.Count > 0, "the attempt");

        await _ours.RemoveAsync("finops", "ann", Token);
        Assert.Empty(_here.Servers);
        await _bench.DisposeAsync();

        Assert.NotNull(await checking.WaitAsync(PoolUnderTest.Limit, Token));
    }

    private Task RegisterAsync(string id = "finops", string? url = null) => RegisteringBench.RegisterAsync(_ours, id, url ?? _server.Url.ToString());
}
