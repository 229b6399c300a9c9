using Coordinator.Core.DeadLetters;
using Coordinator.Core.DeadLetters.Indexing;
using Coordinator.Core.DeadLetters.Queue;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Scenarios;

/// <summary>Runbook 5, and defect 13 of the original: its letters were lost with <c>oci:*</c>. With the real redis-server.</summary>
public sealed class When_dead_letters_outlive_the_store
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Defect13_Should_lose_none_when_it_is_flushed()
    {
        await using var redis = await RedisServer.StartAsync();
        var isWell = false;
        await using var scenario = await LetterScenario.StartAsync(new ScriptedTools(), _ => isWell ? ModelReply.Says("Fine") : ModelReply.Fails(400), redis.Url);
        await scenario.AskAsync();
        await SweepAsync(scenario);
        Assert.Equal("1", await redis.CliAsync("ZCARD", "oci:deadletter:queue"));
        Assert.Equal("1", await redis.CliAsync("ZCARD", "oci:deadletter:queue:validation"));

        Assert.Equal([$"op_{LetterScenario.RunId}"], await IndexedAsync(scenario));

        await redis.CliAsync("FLUSHALL");
        Assert.Null(await IndexedAsync(scenario));
        await scenario.LetterAsync();
        await SweepAsync(scenario);
        Assert.Equal([$"op_{LetterScenario.RunId}"], await IndexedAsync(scenario));

        await redis.CliAsync("FLUSHALL");
        isWell = true;
        await scenario.RetryAsync(new { failure_types = new[] { "validation" } });
        Assert.EndsWith("Fine", scenario.Thread[1], StringComparison.Ordinal);
        Assert.Empty(await scenario.LettersAsync());
    }

    [Fact]
    public async Task Should_know_them_when_it_is_back()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var scenario = await LetterScenario.StartAsync(new ScriptedTools(), _ => ModelReply.Fails(400), redis.Url);
        await SweepAsync(scenario);
        await redis.FreezeAsync();
        await scenario.AskAsync();
        Assert.Null(await IndexedAsync(scenario));
        await scenario.LetterAsync();

        await redis.ThawAsync();
        await scenario.Host.Log.Lines.WaitForAsync(line => line.Contains("Shared state is back", StringComparison.Ordinal));
        Assert.Null(await IndexedAsync(scenario));
        await SweepAsync(scenario);
        Assert.Equal("1", await redis.CliAsync("ZCARD", "oci:deadletter:queue"));
        Assert.Equal([$"op_{LetterScenario.RunId}"], await IndexedAsync(scenario));
    }

    /// <summary>Null: the index is not relied on.</summary>
    private static async Task<IEnumerable<string>?> IndexedAsync(LetterScenario scenario) =>
        (await scenario.Host.Services.GetRequiredService<DeadLetterIndex>().ReadAsync(new DeadLetterQuery(), Token))?.Select(position => position.Id);

    /// <summary>What the host does once a minute.</summary>
    private static async Task SweepAsync(LetterScenario scenario)
    {
        var upkeep = scenario.Host.Services.GetRequiredService<DeadLetterUpkeep>();
        await upkeep.RunAsync(Token);
        if (await IndexedAsync(scenario) is null)
        {
            // A letter that was being noted meanwhile has made it stale once more.
            await upkeep.RunAsync(Token);
        }
    }
}
