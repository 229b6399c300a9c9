using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.LocalHost;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Scenarios;

/// <summary>The appendix of the runbook: each of its variables changes what the host does.</summary>
public sealed class When_a_variable_of_the_runbook_is_set
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Variable_LLM_RATE_LIMITING_Holds_calls_to_their_number_a_minute(string value, bool isHeld)
    {
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Says("Here."));
        await using var host = await StartAsync(new ManualClock(), model, new ScriptedTools(), ("LLM_RATE_LIMITING", value), ("LLM_REQUESTS_PER_MINUTE", "1"));
        Assert.Equal("Here.", await host.AnswerAsync("Who is first?"));
        var second = await host.BeginChatAsync("Who is second?", "second");
        if (isHeld)
        {
            Assert.Equal(FailureClass.HeldBack, (await host.FactAsync<StepFailed>(second)).Class);
        }
        else
        {
            Assert.Equal(RunStatus.Answered, await host.EndAsync(second));
        }
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("2", 2)]
    public async Task Variable_LLM_MAX_CONCURRENT_Lets_so_many_in(string value, int places)
    {
        var holds = Enumerable.Range(0, places).Select(_ => new ModelHold()).ToList();
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Says("Here."));
        foreach (var hold in holds)
        {
            model.Enqueue(ModelReply.Says("At last.") with { Delivery = Delivery.HoldHalfway, Hold = hold });
        }

        await using var host = await StartAsync(TimeProvider.System, model, new ScriptedTools(), ("LLM_MAX_CONCURRENT", value));
        foreach (var (number, hold) in holds.Index())
        {
            await host.BeginChatAsync("Who is in?", $"thread-{number}");
            await hold.Reached.SoonAsync();
        }

        var outside = await host.BeginChatAsync("Who is outside?", "outside");
        Assert.Equal(1, (await host.FactAsync<StepQueued>(outside)).Position);
        holds.ForEach(hold => hold.Release());
        Assert.Equal(RunStatus.Answered, await host.EndAsync(outside));
    }

    [Theory]
    [InlineData("1", "open")]
    [InlineData("2", "closed")]
    public async Task Variable_CIRCUIT_BREAKER_THRESHOLD_Opens_after_so_many(string value, string state)
    {
        await using var model = await ChangingAsync();
        await using var host = await AfterAFailureAsync(model, new ManualClock(), ("CIRCUIT_BREAKER_THRESHOLD", value));
        Assert.Equal(state, (await CircuitAsync(host)).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("7")]
    [InlineData("90")]
    public async Task Variable_CIRCUIT_BREAKER_TIMEOUT_Is_how_long_it_stays_open(string value)
    {
        var clock = new ManualClock();
        await using var model = await ChangingAsync();
        await using var host = await AfterAFailureAsync(model, clock, ("CIRCUIT_BREAKER_THRESHOLD", "1"), ("CIRCUIT_BREAKER_TIMEOUT", value));
        Assert.Equal(clock.Now.AddSeconds(int.Parse(value, null)), (await CircuitAsync(host)).GetProperty("open_until").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("30")]
    [InlineData("300")]
    public async Task Variable_HEALTH_CHECK_INTERVAL_Is_when_it_looks_again(string value)
    {
        var clock = new ManualClock();
        var plan = new ScenarioPlan { Tools = new ScriptedTools(), Clock = clock, Settings = Of(("HEALTH_CHECK_INTERVAL", value)), More = services => services.AddHostedService<HealthLoop>() };
        await using var host = await ScenarioHost.StartAsync(plan);
        var due = clock.Now.AddSeconds(int.Parse(value, null));
        await clock.ReachAsync(due, Token);
        await Until.TrueAsync(async () => await LastCheckAsync(host) >= due, "it looked again");
    }

    [Fact]
    public async Task Variable_DLQ_RETENTION_DAYS_Is_how_long_a_letter_is_kept()
    {
        var clock = new ManualClock();
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Fails(400));
        await using var host = await StartAsync(clock, model, new ScriptedTools(), ("DLQ_RETENTION_DAYS", "2"));
        Assert.Equal("failed", (await host.ChatAsync("Hm?")).GetProperty("status").GetString());
        clock.Advance(TimeSpan.FromHours(47));
        Assert.Equal(1, await LettersAsync(host));
        clock.Advance(TimeSpan.FromHours(2));
        await Until.TrueAsync(async () => await LettersAsync(host) == 0, "it is discarded");
    }

    [Fact]
    public async Task Variable_REDIS_URL_Is_where_shared_state_is()
    {
        await using var redis = await RedisServer.StartAsync();
        foreach (var (url, status, message) in new[] { (redis.Url, "healthy", "redis "), ("", "degraded", "memory") })
        {
            await using var host = await StartAsync(TimeProvider.System, null, new ScriptedTools(), ("REDIS_URL", url));
            var component = (await host.GetAsync("/health?detail=true")).GetProperty("components").GetProperty("redis");
            Assert.Equal(status, component.GetProperty("status").GetString());
            Assert.Contains(message, component.GetProperty("message").GetString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>A call has failed once, and waits for its next attempt while the clock stands still.</summary>
    private static async Task<ScenarioHost> AfterAFailureAsync(ModelStub model, ManualClock clock, params (string Name, string Value)[] settings)
    {
        var tools = new ScriptedTools().Write("change", _ => new Failure(FailureClass.Network, "Connection refused."));
        var host = await StartAsync(clock, model, tools, [.. settings, ("ALLOW_MUTATIONS", "true")]);
        await host.FactAsync<StepFailed>(await host.BeginChatAsync("Change it!", "change"));
        return host;
    }

    private static Task<ModelStub> ChangingAsync() => ModelStub.StartAsync(_ => ModelReply.Asks(StubCall.Of("change", new { })));

    private static Task<ScenarioHost> StartAsync(TimeProvider clock, ModelStub? model, ScriptedTools tools, params (string Name, string Value)[] settings) =>
        ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model, Clock = clock, Settings = Of(settings) });

    private static Dictionary<string, string> Of(params (string Name, string Value)[] settings) => settings.ToDictionary(setting => setting.Name, setting => setting.Value);

    private static async Task<JsonElement> CircuitAsync(ScenarioHost host) => (await host.GetAsync("/mcp/servers/scripted/circuit")).GetProperty("write");

    private static async Task<DateTimeOffset> LastCheckAsync(ScenarioHost host) =>
        (await host.GetAsync("/health?detail=true")).GetProperty("components").GetProperty("journal").GetProperty("last_check").GetDateTimeOffset();

    private static async Task<int> LettersAsync(ScenarioHost host) => (await host.GetAsync("/dlq")).GetProperty("items").GetArrayLength();
}
