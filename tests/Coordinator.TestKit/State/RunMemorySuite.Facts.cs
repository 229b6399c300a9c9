using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Xunit;

namespace Coordinator.TestKit.State;

public abstract partial class RunMemorySuite
{
    [Fact]
    public async Task AppendAsync_WhenKeyIsNew_NumbersFromOneAndReadsBack()
    {
        await AddRunAsync("run-1");
        await AddRunAsync("run-2");

        Assert.Equal(new StoredFact(1, Started()), await AppendAsync("run-1", Started()));
        Assert.Equal(1, (await AppendAsync("run-2", Started())).Number);
        Assert.Equal(2, (await AppendAsync("run-1", Tool("1.0"))).Number);

        Assert.Equal([new StoredFact(1, Started()), new StoredFact(2, Tool("1.0"))], await Memory.ReadFactsAsync("run-1", 0, Token));
        Assert.Equal([new StoredFact(2, Tool("1.0"))], await Memory.ReadFactsAsync("run-1", 1, Token));
        Assert.Empty(await Memory.ReadFactsAsync("run-1", 2, Token));
        Assert.Empty(await Memory.ReadFactsAsync("nobody", 0, Token));
    }

    [Fact]
    public async Task AppendAsync_WhenKeyIsKnown_StoresNothingAndGivesTheFirst()
    {
        await AddRunAsync("run-1");
        await Memory.AppendAsync(new RunWrite("run-1", Tool("1.0", "first")) { Content = "first", Effect = Intent("run-1", "first") }, Token);

        var second = await Memory.AppendAsync(
            new RunWrite("run-1", Tool("1.0", "second")) { Content = "second", Effect = Intent("run-1", "second") }, Token);

        Assert.Equal(new StoredFact(1, Tool("1.0", "first")), second);
        Assert.Equal([second], await Memory.ReadFactsAsync("run-1", 0, Token));
        Assert.Equal("first", await Memory.ReadContentAsync("run-1", Tool("1.0").Key, Token));
        Assert.Equal([Intent("run-1", "first")], await Memory.ReadEffectsAsync("run-1", Token));
        Assert.Equal(2, (await AppendAsync("run-1", Tool("1.1"))).Number);
    }

    [Fact]
    public async Task AppendAsync_WhenOneKeyComesFiftyTimesAtOnce_AllGetTheSame()
    {
        await AddRunAsync("run-1");

        var stored = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => AppendAsync("run-1", Tool("1.0", $"{i}"), $"{i}"), Token)));

        var only = Assert.Single(await Memory.ReadFactsAsync("run-1", 0, Token));
        Assert.All(stored, fact => Assert.Equal(only, fact));
        Assert.Equal(((ToolFinished)only.Fact).Reason, await Memory.ReadContentAsync("run-1", only.Fact.Key, Token));
    }

    [Fact]
    public async Task AppendAsync_WhenManyKeysComeAtOnce_NumbersHaveNoGaps()
    {
        await AddRunAsync("run-1");

        var stored = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => AppendAsync("run-1", Tool($"1.{i / 2}")), Token)));

        var facts = await Memory.ReadFactsAsync("run-1", 0, Token);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), facts.Select(fact => fact.Number));
        Assert.Equal(facts.ToHashSet(), stored.ToHashSet());
    }

    [Fact]
    public async Task AppendAsync_WhenRunIsUnknown_FailsAndLeavesNothing()
    {
        await Assert.ThrowsAsync<RunMemoryException>(() => AppendAsync("run-1", Started(), "content"));

        await AddRunAsync("run-1");
        Assert.Empty(await Memory.ReadFactsAsync("run-1", 0, Token));
    }

    [Fact]
    public async Task AppendAsync_WhenFactIsUnknown_ReadsItBackUnchanged()
    {
        const string json = """{ "type":"moon_landed", "schemaVersion":7, "at":"2026-03-01T12:00:00+00:00", "x":[1, 2] }""";
        await AddRunAsync("run-1");

        await AppendAsync("run-1", RunFactJson.Deserialize(json));

        var stored = Assert.Single(await Memory.ReadFactsAsync("run-1", 0, Token));
        Assert.Equal(json, Assert.IsType<UnknownFact>(stored.Fact).Json);
    }

    [Fact]
    public async Task AppendAsync_WhenEffectIsGiven_PutsItsNewState()
    {
        await AddRunAsync("run-1");
        var intent = Intent("run-1", "me");
        await Memory.WriteEffectAsync(null, intent, Token);
        var done = intent with { Status = EffectStatus.Succeeded, Detail = "stopped" };

        await Memory.AppendAsync(new RunWrite("run-1", Tool("1.0")) { Effect = done }, Token);

        Assert.Equal([done], await Memory.ReadEffectsAsync("run-1", Token));
    }

    [Fact]
    public async Task AppendAsync_WhenFactStartsOrEndsTheRun_BringsItsStatus()
    {
        await AddRunAsync("run-1");
        await AppendAsync("run-1", Started());
        Assert.Equal(RunStatus.Running, (await FindAsync("run-1")).Status);

        await AppendAsync("run-1", Finished(RunStatus.Stopped));

        Assert.Equal(RunStatus.Stopped, (await FindAsync("run-1")).Status);
        Assert.Empty(await ListAsync(new RunQuery { UnfinishedOnly = true }));
    }

    [Fact]
    public async Task AppendAsync_WhenRunIsDeadLettered_IsFailedButNotYetFinished()
    {
        await AddRunAsync("run-1");
        await AppendAsync("run-1", DeadLettered(), "the letter");
        Memory.NoteStatus("run-1", RunStatus.Running, null);
        await SettleHintsAsync();

        Assert.Equal("the letter", await Memory.ReadContentAsync("run-1", DeadLettered().Key, Token));
        Assert.Equal(RunStatus.Failed, (await FindAsync("run-1")).Status);
        Assert.Equal(["run-1"], await ListAsync(new RunQuery { UnfinishedOnly = true, Status = RunStatus.Failed }));

        await AppendAsync("run-1", Finished(RunStatus.Failed));

        Assert.Empty(await ListAsync(new RunQuery { UnfinishedOnly = true }));
    }

    [Fact]
    public async Task ReadContentAsync_WhenThereIsNone_IsNull()
    {
        await AddRunAsync("run-1");
        await AppendAsync("run-1", Started());
        await AppendAsync("run-1", Tool("1.0"), "");

        Assert.Null(await Memory.ReadContentAsync("run-1", Started().Key, Token));
        Assert.Null(await Memory.ReadContentAsync("run-1", "tool:9.9", Token));
        Assert.Null(await Memory.ReadContentAsync("nobody", Started().Key, Token));
        Assert.Equal("", await Memory.ReadContentAsync("run-1", Tool("1.0").Key, Token));
    }

    [Fact]
    public async Task ReadContentAsync_WhenTenMegabytes_IsWhole()
    {
        var content = string.Concat(Enumerable.Repeat("0123456789 \0 \u00e4\ud83d\ude80", 700_000));
        await AddRunAsync("run-1");
        await AppendAsync("run-1", Tool("1.0"), content);

        Assert.Equal(content, await Memory.ReadContentAsync("run-1", Tool("1.0").Key, Token));
    }

    [Fact]
    public async Task ReadFactsAsync_WhenAnAppendHasCompleted_SeesIt()
    {
        await AddRunAsync("run-1");
        foreach (var i in Enumerable.Range(1, 100))
        {
            await AppendAsync("run-1", Tool($"{i}.0"));
            Assert.Equal(i, (await Memory.ReadFactsAsync("run-1", i - 1, Token)).Single().Number);
        }
    }
}
