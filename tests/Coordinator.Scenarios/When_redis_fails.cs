using Coordinator.TestKit.Storage;

namespace Coordinator.Scenarios;

/// <summary>
/// Quick reference: "Memory/Redis errors". Cause, symptom, recovery, healthy again, with the real redis-server and in the middle of runs: the runs go on, intake goes on,
/// health says why it is degraded, and once Redis is back nobody has to do anything.
/// </summary>
public sealed class When_redis_fails : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordinator-redis-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Should_go_on_when_it_is_killed_and_comes_back_empty()
    {
        await using var redis = await RedisServer.StartAsync();
        await GoesOnAsync(redis, redis.KillAsync, () => redis.StartAgainAsync(), "cannot be reached", "did not answer");
    }

    [Fact]
    public async Task Should_go_on_when_it_is_killed_and_comes_back_with_its_data()
    {
        await using var redis = await RedisServer.StartAsync("--dir", _folder, "--appendonly", "yes", "--appendfsync", "always");
        await redis.CliAsync("SET", "kept", "1");
        await GoesOnAsync(redis, redis.KillAsync, () => redis.StartAgainAsync(), "cannot be reached", "did not answer");
        Assert.Equal("1", await redis.CliAsync("GET", "kept"));
    }

    [Fact]
    public async Task Should_go_on_when_it_pauses_for_5_seconds()
    {
        await using var redis = await RedisServer.StartAsync();
        await GoesOnAsync(redis, () => redis.CliAsync("CLIENT", "PAUSE", "5000", "ALL"), () => Task.CompletedTask, "did not answer");
    }

    [Fact]
    public async Task Should_go_on_when_it_has_become_a_replica()
    {
        await using var redis = await RedisServer.StartAsync();
        await GoesOnAsync(redis, () => redis.CliAsync("REPLICAOF", "127.0.0.1", "1"), () => redis.CliAsync("REPLICAOF", "NO", "ONE"), "replica");
    }

    [Fact]
    public async Task Should_go_on_when_it_is_full()
    {
        await using var redis = await RedisServer.StartAsync("--maxmemory-policy", "noeviction");
        await GoesOnAsync(redis, () => redis.CliAsync("CONFIG", "SET", "maxmemory", "1"), () => redis.CliAsync("CONFIG", "SET", "maxmemory", "0"), "OOM");
    }

    [Fact]
    public async Task Should_go_on_while_it_loads()
    {
        await using var redis = await RedisServer.StartAsync("--dir", _folder, "--rdbcompression", "no");
        await GoesOnAsync(redis, LoadSlowlyAsync, () => redis.CliAsync("CONFIG", "SET", "key-load-delay", "0"), "LOADING");

        async Task LoadSlowlyAsync()
        {
            await redis.CliAsync("DEBUG", "POPULATE", "6000", "large", "2000");
            await redis.CliAsync("SAVE");
            await redis.KillAsync();
            await redis.StartAgainAsync(["--key-load-delay", "10000", "--loading-process-events-interval-bytes", "1024"], "Loading RDB");
        }
    }

    /// <summary>Runbook 4.3 and 10.1: whoever clears the state in operation loses places and circuits, and nothing else.</summary>
    [Fact]
    public async Task Should_notice_nothing_but_a_new_start_when_it_is_flushed()
    {
        await using var scenario = await SharedScenario.StartAsync();
        var before = await scenario.AskAndStayAsync(scenario.Host);
        await scenario.Redis.CliAsync("FLUSHALL");
        await scenario.AssertAnsweredAsync(await scenario.AskAsync(scenario.Host));
        Assert.Equal("healthy", (await scenario.Host.GetAsync("/health")).GetProperty("status").GetString());

        scenario.Release();
        await scenario.AssertAnsweredAsync(before);
        await SharedScenario.AssertConvergedAsync(scenario.Host);
        Assert.DoesNotContain(scenario.Host.Log.Lines.All, line => line.Contains("Shared state is away", StringComparison.Ordinal));
    }

    private static async Task GoesOnAsync(RedisServer redis, Func<Task> fail, Func<Task> recover, params string[] reasons)
    {
        await using var scenario = await SharedScenario.StartAsync(redis);
        var before = await scenario.AskAndStayAsync(scenario.Host);

        // Cause and symptom.
        await fail();
        var during = await scenario.AskAsync(scenario.Host);
        await AssertDegradedAsync(scenario.Host, reasons);
        await scenario.AssertAnsweredAsync(during);
        Assert.Equal("ready", (await scenario.Host.GetAsync("/health/ready")).GetProperty("status").GetString());
        Assert.Equal("closed", (await scenario.Host.GetAsync("/mcp/servers/scripted/circuit")).GetProperty("read").GetProperty("state").GetString());

        // Recovery, and healthy again.
        await recover();
        await scenario.Host.Log.Lines.WaitForAsync(line => line.Contains("Shared state is back", StringComparison.Ordinal));
        scenario.Release();
        await scenario.AssertAnsweredAsync(before);
        await scenario.AssertAnsweredAsync(await scenario.AskAsync(scenario.Host));
        await SharedScenario.AssertConvergedAsync(scenario.Host);
    }

    private static async Task AssertDegradedAsync(ScenarioHost host, string[] reasons)
    {
        var message = "";
        await Until.TrueAsync(
            async () =>
            {
                var health = await host.GetAsync("/health?detail=true");
                var redis = health.GetProperty("components").GetProperty("redis");
                message = redis.TryGetProperty("message", out var text) ? text.GetString() ?? "" : "";
                return health.GetProperty("status").GetString() == "degraded" && redis.GetProperty("status").GetString() == "degraded"
                    && reasons.Any(reason => message.Contains(reason, StringComparison.Ordinal));
            },
            $"degraded as it {string.Join(" or ", reasons)}, not '{message}'");
    }
}
