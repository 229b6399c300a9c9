using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.AwkwardServer;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>Two hosts, each with a folder of its own, and one Redis: what the documents call shared is.</summary>
public sealed class When_two_hosts_share_redis : IDisposable
{
    /// <summary>Here nothing is away, however busy the machine is.</summary>
    private static readonly (string, string) Patient = ("REDIS_TIMEOUT_MS", "20000");

    private readonly string _config = Directory.CreateTempSubdirectory("coordinator-config-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_config, recursive: true);

    /// <summary>Defect 16 of the original: each replica had limits, circuits and sessions of its own.</summary>
    [Fact]
    public async Task Defect16_Should_never_give_out_more_places_than_the_limit_that_was_set_on_one()
    {
        await using var scenario = await SharedScenario.StartAsync(hosts: 2, settings: Patient);
        await SharedScenario.LimitAsync(scenario.Hosts[0], "default", 2);
        Assert.Equal((0, 0, 2), await SharedScenario.UseAsync(scenario.Hosts[1], "default"));

        var asked = new List<Asked>();
        foreach (var number in Enumerable.Range(0, 6))
        {
            asked.Add(await scenario.AskAsync(scenario.Hosts[number % 2], stays: true, $"U{number}"));
        }

        await Until.TrueAsync(async () => await SharedScenario.UseAsync(scenario.Hosts[1], "default") is (2, > 3, 2), "both places are taken, and others stand in line");
        await scenario.LookedAsync(2);
        scenario.Release();
        foreach (var one in asked)
        {
            await scenario.AssertAnsweredAsync(one);
        }

        Assert.Equal(2, scenario.Tools.MostUnderWay);
        await SharedScenario.AssertConvergedAsync(scenario.Hosts[0]);
        await SharedScenario.AssertConvergedAsync(scenario.Hosts[1]);
    }

    [Fact]
    public async Task Should_try_a_server_that_failed_with_one_call_over_both()
    {
        await using var server = await HttpServer.StartAsync(new Quirks());
        Write(server.Url);
        await using var scenario = await SharedScenario.StartAsync(hosts: 2, config: _config, answer: AskEcho, settings: [Patient, ("CIRCUIT_BREAKER_THRESHOLD", "1")]);
        server.Refuse = call => call.RpcMethod == "tools/call" ? new HttpRefusal(503, "0") : null;
        Assert.Contains("Server temporarily unavailable. 'db' is tried again at", await scenario.Hosts[0].AnswerAsync("Anything?"), StringComparison.Ordinal);
        Assert.Equal("open", await CircuitAsync(scenario.Hosts[1]));
        var calls = CallsOf(server);

        // Whoever comes first when the time is over is the probe. It hangs, so that all others come meanwhile.
        server.Refuse = _ => null;
        server.HangsFor = call => call.RpcMethod == "tools/call";
        var probe = Task.WhenAny(scenario.Hosts.Select(host => AskUntilAsync(host, () => CallsOf(server) > calls)));
        await probe.SoonAsync();
        foreach (var host in scenario.Hosts)
        {
            var run = await host.BeginChatAsync("Anything?", "meanwhile");
            Assert.Equal(RunStatus.Answered, await host.EndAsync(run));
            Assert.Contains("Server temporarily unavailable", (await host.GetAsync($"/runs/{run}")).GetRawText(), StringComparison.Ordinal);
        }

        Assert.Equal(calls + 1, CallsOf(server));
        Assert.Equal(1, scenario.Hosts.Sum(host => host.Log.Lines.All.Count(line => line.Contains("circuit_half_open", StringComparison.Ordinal))));

        // The probe reaches its time limit, and a later one finds the server well.
        server.HangsFor = _ => false;
        await Until.TrueAsync(async () => await scenario.Hosts[1].AnswerAsync("Anything?") == "echo: hello", "it is used again");
        foreach (var host in scenario.Hosts)
        {
            // Each refused call is kept for who wants to try it again.
            await SharedScenario.AssertConvergedAsync(host, (await host.GetAsync("/dlq")).GetProperty("items").GetArrayLength());
        }
    }

    [Fact]
    public async Task Should_renew_sessions_on_the_other_when_a_server_is_restarted_on_one()
    {
        await using var server = await HttpServer.StartAsync(new Quirks());
        Write(server.Url);
        await using var scenario = await SharedScenario.StartAsync(hosts: 2, config: _config, answer: AskEcho, settings: Patient);
        Assert.Equal("echo: hello", await scenario.Hosts[1].AnswerAsync("Anything?"));
        Assert.Equal(2, SessionsOf(server));

        using var answer = await scenario.Hosts[0].PostAsync("/mcp/servers/db/restart", new { });
        Assert.Equal("connected", (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("status").GetString());
        Assert.Equal(3, SessionsOf(server));
        Assert.Equal("echo: hello", await scenario.Hosts[1].AnswerAsync("Anything?"));
        Assert.Equal(4, SessionsOf(server));
        Assert.Contains(scenario.Hosts[1].Log.Lines.All, line => line.Contains("mcp_replaced server=db reason=restart", StringComparison.Ordinal));
        await SharedScenario.AssertConvergedAsync(scenario.Hosts[1]);
    }

    private static ModelReply AskEcho(ModelRequest request) => request.Results.Count == 0
        ? ModelReply.Asks(new StubCall("echo", """{"text":"hello"}"""))
        : ModelReply.Says($"echo: {request.Results[^1].Text}");

    /// <summary>One run after the other, as a run that is refused ends at once; the one that hangs is the probe.</summary>
    private static async Task AskUntilAsync(ScenarioHost host, Func<bool> isSent)
    {
        for (var number = 0; !isSent(); number++)
        {
            var ended = host.EndAsync(await host.BeginChatAsync("Anything?", $"probe-{number}"));
            await Until.TrueAsync(() => Task.FromResult(isSent() || ended.IsCompleted), "refused, or sent");
        }
    }

    private static int CallsOf(HttpServer server) => server.Calls.Count(call => call.RpcMethod == "tools/call");

    private static int SessionsOf(HttpServer server) => server.Calls.Count(call => call.RpcMethod == "initialize");

    private static async Task<string> CircuitAsync(ScenarioHost host) => (await host.GetAsync("/mcp/servers/db/circuit")).GetProperty("read").GetProperty("state").GetString()!;

    private void Write(Uri url) => File.WriteAllText(Path.Combine(_config, "mcp-servers.yaml"), $"servers:\n  db: {{transport: http, url: \"{url}\", connect_timeout_seconds: 5, timeout_seconds: 6}}\n");
}
