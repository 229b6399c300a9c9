using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Xunit;

namespace Coordinator.TestKit.State;

/// <summary>Defect 13 of the original: letters were lost with <c>oci:*</c>, had one type, could not be listed but by reading them all, and nothing could be done with them.</summary>
public abstract partial class RunMemorySuite
{
    protected static DeadLetter Letter(string id, int minute = 0, string type = "timeout", string operation = "list") => new()
    {
        Id = id,
        FailureType = type,
        Operation = operation,
        Error = "no answer \0 in time \ud83d\ude00",
        Parameters = new JsonObject { ["name"] = "web-01" },
        RunId = "run-1",
        Thread = "thread-1",
        Timestamp = Noon.AddMinutes(minute).AddTicks(10),
    };

    [Fact]
    public async Task AppendAsync_WhenItBringsALetter_StoresBoth()
    {
        await AddRunAsync("run-1");
        var letter = Letter("op_run-1") with { Step = "1.0", Edit = new DeadLetterEdit(null, JsonElement.Parse("""{"a":[1,"x"]}""")), RetryRun = "run-2", Status = DeadLetterStatus.Retrying, Write = true };

        await PutAsync(letter, DeadLettered());

        var stored = Assert.Single(await Memory.FindLettersAsync(["op_run-1", "op_nobody"], Token));
        Assert.Equal(DeadLetterJson.Serialize(letter), DeadLetterJson.Serialize(stored));
        Assert.Single(await Memory.ReadFactsAsync("run-1", 0, Token));
    }

    [Fact]
    public async Task AppendAsync_WhenTheFactIsKnown_LeavesLettersAlone()
    {
        await AddRunAsync("run-1");
        await AppendAsync("run-1", DeadLettered());

        await PutAsync(Letter("op_run-1"), DeadLettered());

        Assert.Empty(await Memory.FindLettersAsync(["op_run-1"], Token));
    }

    [Fact]
    public async Task AppendAsync_WhenTheRunIsUnknown_LeavesNoLetter()
    {
        await Assert.ThrowsAsync<RunMemoryException>(() => PutAsync(Letter("op_run-1"), DeadLettered()));

        Assert.Empty(await Memory.FindLettersAsync(["op_run-1"], Token));
    }

    [Fact]
    public async Task AppendAsync_WhenALetterIsThere_OnlyAFurtherRetryTakesItsPlace()
    {
        await AddRunAsync("run-1");
        await PutAsync(Letter("a"), Tool("1.0"));
        await PutAsync(Letter("a", type: "rate_limit"), Tool("1.1"));
        Assert.Equal("timeout", Assert.Single(await Memory.FindLettersAsync(["a"], Token)).FailureType);

        await PutAsync(Letter("a", 5, "rate_limit") with { RetryCount = 1 }, Tool("1.2"));

        var stored = Assert.Single(await Memory.FindLettersAsync(["a"], Token));
        Assert.Equal(("rate_limit", 1), (stored.FailureType, stored.RetryCount));
        Assert.Equal([new DeadLetterEntry("a", "rate_limit", Letter("a", 5).Timestamp)], await Memory.ListLettersAsync(new DeadLetterQuery(), Token));
    }

    [Fact]
    public async Task AppendAsync_WhenItEndsLetters_RemovesThem()
    {
        await AddRunAsync("run-1");
        await PutAsync(Letter("a"), Tool("1.0"));
        await PutAsync(Letter("b"), Tool("1.1"));

        await Memory.AppendAsync(new RunWrite("run-1", Finished()) { Letters = [DeadLetterChange.Remove("a"), DeadLetterChange.Remove("nobody")] }, Token);

        Assert.Equal("b", Assert.Single(await Memory.FindLettersAsync(["a", "b"], Token)).Id);
    }

    [Fact]
    public async Task UpdateLetterAsync_WhenTheVersionIsTheStoredOne_StoresIt()
    {
        await AddRunAsync("run-1");
        await PutAsync(Letter("a"), Tool("1.0"));
        var read = await FindLetterAsync("a");

        Assert.True(await Memory.UpdateLetterAsync(read with { Status = DeadLetterStatus.Retrying }, Token));
        Assert.False(await Memory.UpdateLetterAsync(read with { Error = "late" }, Token));
        Assert.False(await Memory.DeleteLetterAsync("a", read.Version, Token));

        var stored = await FindLetterAsync("a");
        Assert.Equal((DeadLetterStatus.Retrying, read.Error), (stored.Status, stored.Error));
        Assert.True(await Memory.DeleteLetterAsync("a", stored.Version, Token));
        Assert.False(await Memory.UpdateLetterAsync(stored, Token));
        Assert.Empty(await Memory.FindLettersAsync(["a"], Token));
    }

    [Fact]
    public async Task UpdateLetterAsync_WhenTwentyComeAtOnce_ExactlyOneIsStored()
    {
        await AddRunAsync("run-1");
        await PutAsync(Letter("a"), Tool("1.0"));
        var read = await FindLetterAsync("a");

        var stored = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Memory.UpdateLetterAsync(read with { Error = $"{i}" }, Token), Token)));

        Assert.Single(stored, isStored => isStored);
        Assert.Equal($"{stored.IndexOf(true)}", (await FindLetterAsync("a")).Error);
    }

    [Fact]
    public async Task ListLettersAsync_GivesEachOnceByPage()
    {
        await AddRunAsync("run-1");
        string[] ids = ["d", "c", "b", "a", "e"];
        foreach (var (index, id) in ids.Index())
        {
            await PutAsync(Letter(id, index < 4 ? 7 : 1), Tool($"1.{index}"));
        }

        Assert.Equal(["d", "c", "b", "a", "e"], await PagesAsync(new DeadLetterQuery { Take = 2 }));
        Assert.Equal(["e", "a", "b", "c", "d"], await PagesAsync(new DeadLetterQuery { Take = 2, OldestFirst = true }));
        Assert.Empty(await PagesAsync(new DeadLetterQuery { Take = 0 }));
    }

    [Fact]
    public async Task ListLettersAsync_WhenATypeOrOperationIsGiven_GivesAndCountsThoseOnly()
    {
        await AddRunAsync("run-1");
        await PutAsync(Letter("a"), Tool("1.0"));
        await PutAsync(Letter("b", type: "slack"), Tool("1.1"));
        await PutAsync(Letter("c", operation: "look \0 up 'x'"), Tool("1.2"));
        await PutAsync(Letter("d", type: "slack", operation: "look \0 up 'x'"), Tool("1.3"));

        Assert.Equal(["d", "b"], await PagesAsync(new DeadLetterQuery { FailureType = "slack" }));
        Assert.Equal(["d", "c"], await PagesAsync(new DeadLetterQuery { Operation = "look \0 up 'x'" }));
        Assert.Equal(["d"], await PagesAsync(new DeadLetterQuery { Operation = "look \0 up 'x'", FailureType = "slack" }));
        Assert.Equal((4, 2, 2, 1), (await CountAsync(null, null), await CountAsync("slack", null), await CountAsync(null, "list"), await CountAsync("slack", "list")));
        Assert.Equal(0, await CountAsync("unknown", null));
    }

    private Task<StoredFact> PutAsync(DeadLetter letter, RunFact fact) => Memory.AppendAsync(new RunWrite("run-1", fact) { Letters = [DeadLetterChange.Put(letter)] }, Token);

    private async Task<DeadLetter> FindLetterAsync(string id) => Assert.Single(await Memory.FindLettersAsync([id], Token));

    private Task<long> CountAsync(string? type, string? operation) => Memory.CountLettersAsync(type, operation, Token);

    private async Task<IReadOnlyList<string>> PagesAsync(DeadLetterQuery query)
    {
        var ids = new List<string>();
        while (ids.Count < 10 && await Memory.ListLettersAsync(query, Token) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, query.Take);
            ids.AddRange(page.Select(entry => entry.Id));
            query = query with { After = DeadLetterPosition.Of(page[^1]) };
        }

        return ids;
    }
}
