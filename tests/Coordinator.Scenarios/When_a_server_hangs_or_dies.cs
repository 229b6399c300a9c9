using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.AwkwardServer;
using Coordinator.Core.Health;

namespace Coordinator.Scenarios;

/// <summary>
/// Quick reference: "MCP server disconnected", over the HTTP routes and with a real server: cause, symptom, recovery, healthy again.
/// Defect 12 of the original: its health was the same whatever happened, and nothing was ever restarted.
/// </summary>
public sealed class When_a_server_hangs_or_dies : IAsyncLifetime
{
    private static readonly HealthOptions Quick = new() { CheckWithin = TimeSpan.FromSeconds(1), Interval = TimeSpan.FromHours(1) };

    private readonly string _config = Directory.CreateTempSubdirectory("coordinator-config-").FullName;
    private HttpServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Sessions => _server.Calls.Count(call => call.RpcMethod == "initialize");

    public async ValueTask InitializeAsync()
    {
        _server = await HttpServer.StartAsync(new Quirks());
        await File.WriteAllTextAsync(Path.Combine(_config, "mcp-servers.yaml"), $"servers:\n  db: {{transport: http, url: \"{_server.Url}\", connect_timeout_seconds: 2}}\n", Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_config, recursive: true);
    }

    [Fact]
    public async Task Should_be_restarted_by_itself()
    {
        await using var host = await StartAsync(Quick);
        Assert.Equal("healthy", await StatusAsync(host, "mcp_db"));

        // It hangs on what it has open; a new session works.
        var old = _server.Calls.Last(call => call.SessionId is not null).SessionId;
        _server.HangsFor = call => call.SessionId == old;
        Assert.Equal("degraded", await StatusOfCheckAsync(host));
        Assert.Equal("db: degraded (No answer within 1 s.)", (await DetailAsync(host)).GetProperty("mcp_servers").GetProperty("message").GetString());
        await CheckAsync(host);
        var started = TimeProvider.System.GetTimestamp();
        Assert.Equal("restarting", await StatusOfCheckAsync(host));

        await host.Log.Lines.WaitForAsync(line => line.Contains("health_changed component=mcp_db from=restarting to=healthy", StringComparison.Ordinal));
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "Runbook: auto-restart, wait 60 s.");
        Assert.Equal("healthy", await StatusAsync(host, "mcp_servers"));
        Assert.Equal("healthy", await StatusOfCheckAsync(host));
        Assert.Equal(2, Sessions);
        Assert.Contains(host.Log.Lines.All, line => line.Contains("server_restarted server=db by=the health monitor outcome=connected", StringComparison.Ordinal));
        Assert.Equal("the health monitor", (await host.GetAsync("/audit")).GetProperty("entries")[0].GetProperty("by").GetString());
    }

    [Fact]
    public async Task Should_be_restarted_by_hand()
    {
        await using var host = await StartAsync(Quick);
        var old = _server.Calls.Last(call => call.SessionId is not null).SessionId;
        _server.HangsFor = call => call.SessionId == old;
        Assert.Equal("degraded", await StatusOfCheckAsync(host));

        using var answer = await host.PostAsync("/mcp/servers/db/restart", new { });
        var restart = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(("connected", true), (restart.GetProperty("status").GetString(), restart.GetProperty("seconds").GetDouble() >= 2));
        Assert.Equal("healthy", (await host.GetAsync("/mcp/servers/db")).GetProperty("health").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Should_be_left_alone_where_that_is_asked_for()
    {
        await using var host = await StartAsync(Quick);
        using var off = await host.Http.PutAsJsonAsync("/mcp/servers/db/auto-restart", new { enabled = false }, Token);
        Assert.True(off.IsSuccessStatusCode);
        _server.Hangs = true;
        await ChecksAsync(host, 4);

        Assert.Equal("unhealthy", await StatusAsync(host, "mcp_servers"));
        Assert.Equal("degraded", (await host.GetAsync("/health")).GetProperty("status").GetString());
        Assert.Contains(host.Log.Lines.All, line => line.Contains("server_restart_held_back server=db reason=SwitchedOff", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.Lines.All, line => line.Contains("server_restarted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_be_picked_up_when_it_is_back_and_its_circuit_with_it()
    {
        await using var host = await StartAsync(Quick, ("CIRCUIT_BREAKER_TIMEOUT", "1"));
        var port = _server.Url.Port;
        await _server.DisposeAsync();
        await ChecksAsync(host, 3);

        Assert.Contains(await StatusAsync(host, "mcp_db"), new[] { "unhealthy", "restarting" });
        await host.Log.Lines.WaitForAsync(line => line.Contains("server_restarted server=db by=the health monitor outcome=failed", StringComparison.Ordinal));
        Assert.Equal("unhealthy", await StatusAsync(host, "mcp_db"));

        // Much later. What the next rounds would find is found as soon as the back-off of the last attempt is over.
        _server = await HttpServer.StartAsync(new Quirks(), port);
        await WaitAsync(async () => await StatusOfCheckAsync(host) == "healthy");
        Assert.Equal("connected", (await host.GetAsync("/mcp/servers/db")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Should_not_be_restarted_over_and_over_when_it_flaps()
    {
        await using var host = await StartAsync(Quick);
        _server.Refuse = _ => new HttpRefusal(503);
        await ChecksAsync(host, 3);
        await host.Log.Lines.WaitForAsync(line => line.Contains("server_restarted server=db by=the health monitor outcome=failed", StringComparison.Ordinal));
        await ChecksAsync(host, 5);

        Assert.Contains(host.Log.Lines.All, line => line.Contains("server_restart_held_back server=db reason=CoolingDown", StringComparison.Ordinal));
        Assert.True(host.Log.Lines.All.Count(line => line.Contains("from=unhealthy to=restarting", StringComparison.Ordinal)) == 1);
    }

    [Fact]
    public async Task Should_be_seen_by_the_loop_without_anybody_asking()
    {
        await using var host = await StartAsync(new HealthOptions { CheckWithin = TimeSpan.FromMilliseconds(500), Interval = TimeSpan.FromMilliseconds(600) });
        var old = _server.Calls.Last(call => call.SessionId is not null).SessionId;
        _server.HangsFor = call => call.SessionId == old;
        await host.Log.Lines.WaitForAsync(line => line.Contains("from=healthy to=degraded", StringComparison.Ordinal) && line.Contains("mcp_db", StringComparison.Ordinal));
        await host.Log.Lines.WaitForAsync(line => line.Contains("health_changed component=mcp_db from=restarting to=healthy", StringComparison.Ordinal));
    }

    private async Task<ScenarioHost> StartAsync(HealthOptions health, params (string Name, string Value)[] settings)
    {
        var host = await ScenarioHost.StartAsync(new ScenarioPlan { ConfigFolder = _config, Health = health, Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value) });
        await WaitAsync(async () => await StatusOfCheckAsync(host) == "healthy");
        return host;
    }

    private static async Task<JsonElement> CheckAsync(ScenarioHost host)
    {
        using var answer = await host.PostAsync("/health/check", new { });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("components");
    }

    private static async Task ChecksAsync(ScenarioHost host, int times)
    {
        for (var check = 0; check < times; check++)
        {
            await CheckAsync(host);
        }
    }

    private static async Task<string> StatusOfCheckAsync(ScenarioHost host) => (await CheckAsync(host)).GetProperty("mcp_db").GetProperty("status").GetString()!;

    private static async Task<JsonElement> DetailAsync(ScenarioHost host) => (await host.GetAsync("/health?detail=true")).GetProperty("components");

    private static async Task<string> StatusAsync(ScenarioHost host, string component) => (await DetailAsync(host)).GetProperty(component).GetProperty("status").GetString()!;

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Soon.Limit, "In vain.");
            await timer.WaitForNextTickAsync(Token);
        }
    }
}
