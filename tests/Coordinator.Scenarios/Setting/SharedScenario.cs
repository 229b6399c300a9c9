using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;
using Coordinator.TestKit.Storage;

namespace Coordinator.Scenarios;

/// <summary>
/// A real Redis, and hosts that share it, each with a folder of its own. Time is the real one, so limits are short.
/// A run reads with <c>look</c>, changes with <c>change</c>, and answers <c>Done: …</c>.
/// </summary>
internal sealed class SharedScenario : IAsyncDisposable
{
    private static readonly string[] Written = ["change"];

    /// <summary>Runs of all scenarios differ, also where two share one Redis.</summary>
    private static int _asked;

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Happenings<string> _looking = new();
    private readonly ConcurrentDictionary<string, bool> _waiting = new();
    private readonly bool _ownsRedis;

    private SharedScenario(RedisServer redis, bool ownsRedis, SlackStub slack) => (Redis, _ownsRedis, Slack) = (redis, ownsRedis, slack);

    public RedisServer Redis { get; }

    public SlackStub Slack { get; }

    public ModelStub Model { get; private set; } = null!;

    public ScriptedTools Tools { get; private set; } = null!;

    public IReadOnlyList<ScenarioHost> Hosts { get; private set; } = [];

    /// <summary>What becomes of a read; null: it is well.</summary>
    public Func<Failure?> LookFails { get; set; } = () => null;

    public ScenarioHost Host => Hosts[0];

    /// <param name="redis">Null: one of its own.</param>
    /// <param name="url">Of the way to it; null: the direct one.</param>
    /// <param name="answer">Null: as described above.</param>
    /// <param name="config">A folder with MCP servers to use instead of the scripted tools.</param>
    /// <param name="clock">Of the hosts; Redis has its own.</param>
    public static async Task<SharedScenario> StartAsync(
        RedisServer? redis = null, string? url = null, int hosts = 1, Func<ModelRequest, ModelReply>? answer = null, string? config = null, HealthOptions? health = null, TimeProvider? clock = null, params (string Name, string Value)[] settings)
    {
        var server = redis ?? await RedisServer.StartAsync();
        var scenario = new SharedScenario(server, redis is null, await SlackStub.StartAsync(cancellationToken: TestContext.Current.CancellationToken));
        scenario.Tools = new ScriptedTools()
            .Read("look", scenario.LookAsync)
            .Write("change", call => ScriptedTools.Says($"changed {call.RunId}"));
        scenario.Model = await ModelStub.StartAsync(answer ?? Answer);
        var known = new Dictionary<string, string>
        {
            ["REDIS_URL"] = url ?? server.Url, ["REDIS_TIMEOUT_MS"] = "400", ["CIRCUIT_BREAKER_TIMEOUT"] = "1", ["ALLOW_MUTATIONS"] = "true",
        };
        foreach (var (name, value) in settings)
        {
            known[name] = value;
        }

        var plan = new ScenarioPlan
        {
            Model = scenario.Model, Slack = scenario.Slack, Settings = known, StopWithin = TimeSpan.Zero, Health = health, Tools = config is null ? scenario.Tools : null, Clock = clock ?? TimeProvider.System,
        };
        plan = config is null ? plan : plan with { ConfigFolder = config };
        for (var host = 0; host < hosts; host++)
        {
            scenario.Hosts = [.. scenario.Hosts, await ScenarioHost.StartAsync(plan)];
            await AssertConvergedAsync(scenario.Host);
        }

        return scenario;
    }

    /// <summary>Somebody asks in Slack, in a thread of its own.</summary>
    public async Task<Asked> AskAsync(ScenarioHost host, bool stays = false, string user = "U100")
    {
        var ts = string.Create(CultureInfo.InvariantCulture, $"1790000000.{Interlocked.Increment(ref _asked):000000}");
        var asked = new Asked(host, ts, $"slack-T100-C100-{ts}");
        _waiting[asked.RunId] = stays;
        Assert.Equal(200, await host.DeliverAsync(SlackPayloads.AppMention(new SlackMessageEvent("How is Berlin?", ts) { User = user })));
        return asked;
    }

    /// <summary>A run that is in the middle of a call, with a place of its partition and its change made, and stays there until <see cref="Release"/>.</summary>
    public async Task<Asked> AskAndStayAsync(ScenarioHost host)
    {
        var asked = await AskAsync(host, stays: true);
        await _looking.WaitForAsync(run => run == asked.RunId);
        await host.FactAsync<ToolFinished>(asked.RunId, tool => tool.Tool == "change");

        // What is given back in the moment of a fault would be taken until its lease of 30 s ends.
        await Until.TrueAsync(async () => await PlacesAsync(host) == 1, "only the call under way has a place");
        return asked;
    }

    /// <summary>So many reads are or were under way.</summary>
    public Task LookedAsync(int number) => _looking.WaitForAsync(_ => true, number);

    public void Release() => _release.TrySetResult();

    /// <summary>The answer stands in the thread, once, and each change was made once.</summary>
    public async Task AssertAnsweredAsync(Asked asked)
    {
        Assert.Equal(RunStatus.Answered, await asked.Host.EndAsync(asked.RunId));
        Assert.Equal($"Done: seen, changed {asked.RunId}", Assert.Single(Slack.Thread("C100", asked.Ts)).Text);
        Assert.Equal(Written, Tools.Calls.Where(call => call.RunId == asked.RunId && call.Tool == "change").Select(call => call.Tool));
    }

    /// <summary>Nobody had to do anything: all is healthy, no place taken, no circuit open, nothing left over.</summary>
    public static async Task AssertConvergedAsync(ScenarioHost host, int letters = 0)
    {
        await Until.TrueAsync(async () => (await host.GetAsync("/health")).GetProperty("status").GetString() == "healthy", "healthy again");
        await Until.TrueAsync(async () => await PlacesAsync(host) == 0, "every place is free again");
        foreach (var server in (await host.GetAsync("/mcp/servers")).GetProperty("servers").EnumerateArray())
        {
            var circuit = await host.GetAsync($"/mcp/servers/{server.GetProperty("id").GetString()}/circuit");
            Assert.All(["read", "write"], kind => Assert.Equal("closed", circuit.GetProperty(kind).GetProperty("state").GetString()));
        }

        Assert.Equal(letters, (await host.GetAsync("/dlq")).GetProperty("items").GetArrayLength());
    }

    public async ValueTask DisposeAsync()
    {
        Release();
        foreach (var host in Hosts)
        {
            await host.DisposeAsync();
        }

        await Slack.DisposeAsync();
        await Model.DisposeAsync();
        if (_ownsRedis)
        {
            await Redis.DisposeAsync();
        }
    }

    private async Task<Outcome<ToolResult>> LookAsync(ToolCall call, CancellationToken cancellationToken)
    {
        _looking.Add(call.RunId);
        if (_waiting.GetValueOrDefault(call.RunId))
        {
            await _release.Task.WaitAsync(cancellationToken);
        }

        return LookFails() is { } failure ? failure : ScriptedTools.Says("seen");
    }

    private static ModelReply Answer(ModelRequest request) => request.Results.Count == 0
        ? ModelReply.Asks(new StubCall("look", "{}"), new StubCall("change", "{}"))
        : ModelReply.Says($"Done: {string.Join(", ", request.Results.Select(result => result.Text))}");

    public static async Task LimitAsync(ScenarioHost host, string partition, int limit)
    {
        using var answer = await host.Http.PutAsJsonAsync($"/bulkheads/{partition}", new { max_concurrent = limit }, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
    }

    public static async Task<(int Active, int Waiting, int Limit)> UseAsync(ScenarioHost host, string partition)
    {
        var use = (await host.GetAsync("/bulkheads")).GetProperty("partitions").EnumerateArray().Single(each => each.GetProperty("partition").GetString() == partition);
        return (use.GetProperty("active_count").GetInt32(), use.GetProperty("waiting_count").GetInt32(), use.GetProperty("max_concurrent").GetInt32());
    }

    /// <summary>Taken or waited for.</summary>
    private static async Task<int> PlacesAsync(ScenarioHost host) =>
        (await host.GetAsync("/bulkheads")).GetProperty("partitions").EnumerateArray().Sum(partition => partition.GetProperty("active_count").GetInt32() + partition.GetProperty("waiting_count").GetInt32());
}

/// <summary>A question in Slack and the run that comes of it.</summary>
internal sealed record Asked(ScenarioHost Host, string Ts, string RunId);
