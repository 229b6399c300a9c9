using System.Net;
using Coordinator.AwkwardServer;
using Coordinator.Connections.Mcp;
using Coordinator.Core.Failures;
using Coordinator.Core.Registrations;

namespace Coordinator.Connections.Tests.Mcp;

/// <summary>A registered server must not make the coordinator connect to this machine, to a private network or to where credentials are handed out.</summary>
public sealed class When_a_registered_address_leads_elsewhere : IAsyncLifetime
{
    private readonly RegisteringBench _bench = new();
    private ServerRegistrations _registrations = null!;
    private HttpServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _registrations = _bench.Registrations();
        _server = await HttpServer.StartAsync(new Quirks());
    }

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("10.0.0.5")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("8.8.8.8", "127.0.0.1")]
    public async Task Should_not_follow_its_name_there(params string[] addresses)
    {
        var pool = _bench.Pool(_registrations, _ => addresses);
        await RegisteringBench.RegisterAsync(_registrations, "finops", $"https://mcp.example.com:{_server.Url.Port}/mcp");

        var failure = await CheckAsync(pool);

        Assert.Equal((FailureClass.Denied, false), (failure!.Class, failure.MaybeExecuted));
        Assert.Contains("leads to an address to which registered servers are not connected", failure.Message, StringComparison.Ordinal);
        Assert.Equal("error", Assert.Single(pool.Servers).Status);
        Assert.Empty(_server.Calls);
    }

    /// <summary>The first answer of DNS is looked at, and so is the one after it: each connection resolves for itself.</summary>
    [Fact]
    public async Task Should_not_follow_its_name_when_it_changes_later()
    {
        var asked = 0;
        _bench.Options.Hosts = AllowedHosts.Parse("*.example.com,192.0.2.0/24", out _);
        var targets = new RegisteredTargets(_bench.Options.Hosts, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(asked++ == 0 ? "192.0.2.7" : "127.0.0.1")]));

        Assert.Equal("192.0.2.7", Assert.Single(await targets.AddressesAsync("mcp.example.com", Token)).ToString());
        await Assert.ThrowsAsync<McpTargetRefusedException>(() => targets.AddressesAsync("mcp.example.com", Token));
    }

    /// <summary>The same handler makes the connections to what is allowed, or the refusals above would prove nothing.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:{0}/mcp")]
    [InlineData("http://localhost:{0}/mcp")]
    [InlineData("http://2130706433:{0}/mcp")]
    public async Task Should_be_reached_under_the_names_of_this_machine_that_are_listed(string url)
    {
        var pool = _bench.Pool(_registrations, host => host == "localhost" ? ["127.0.0.1"] : throw new InvalidOperationException(host));
        await RegisteringBench.RegisterAsync(_registrations, "finops", string.Format(null, url, _server.Url.Port));
        Assert.Null(await CheckAsync(pool));
    }

    [Fact]
    public async Task Should_not_follow_a_name_without_addresses()
    {
        var pool = _bench.Pool(_registrations, _ => []);
        await RegisteringBench.RegisterAsync(_registrations, "finops", "https://mcp.example.com/mcp");
        Assert.Contains("has no address", (await CheckAsync(pool))!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Should_not_follow_a_redirect(int status)
    {
        await using var elsewhere = await HttpServer.StartAsync(new Quirks());
        _server.Refuse = _ => new HttpRefusal(status, Location: elsewhere.Url.ToString());
        var pool = _bench.Pool(_registrations);
        await RegisteringBench.RegisterAsync(_registrations, "finops", _server.Url.ToString());

        Assert.Contains("redirects", (await CheckAsync(pool))!.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Calls);
    }

    /// <summary>The list of hosts was changed and the coordinator restarted: what was registered before is not connected to any more.</summary>
    [Fact]
    public async Task Should_not_be_connected_to_when_its_host_is_no_longer_allowed()
    {
        await RegisteringBench.RegisterAsync(_registrations, "finops", _server.Url.ToString());
        _bench.Options.Hosts = AllowedHosts.Parse("other.example.com", out _);

        var failure = await CheckAsync(_bench.Pool(_bench.Registrations()));

        Assert.Contains("'127.0.0.1' is not listed in MCP_REGISTRATION_ALLOWED_HOSTS", failure!.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Should_not_be_connected_to_without_the_token_it_needs()
    {
        _bench.Options.Variable = _ => null;
        await RegisteringBench.RegisterAsync(_registrations, "finops", _server.Url.ToString(), "MCP_REGISTERED_FINOPS_TOKEN");

        Assert.Contains("MCP_REGISTERED_FINOPS_TOKEN", (await CheckAsync(_bench.Pool(_registrations)))!.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    private static Task<Failure?> CheckAsync(McpPool pool) => pool.CheckAsync("finops", Token).WaitAsync(PoolUnderTest.Limit, Token);
}
