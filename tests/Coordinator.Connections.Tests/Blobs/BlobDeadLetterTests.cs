using Coordinator.Connections.Tests.Sqlite;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.TestKit.Storage;

namespace Coordinator.Connections.Tests.Blobs;

/// <summary>Defect 13: letters were lost. Here two blobs stand for one unit: the letter is stored before its fact.</summary>
public sealed class BlobDeadLetterTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Failing.BeforeRequest)]
    [InlineData(Failing.AfterRequest)]
    public async Task AppendAsync_WhenTheProcessDiesAtAnyRequestAndAnotherRepeatsIt_LosesNoLetterAndDoublesNone(Failing where)
    {
        for (var number = 1; ; number++)
        {
            Assert.True(number < 50, "It never comes to an end.");
            await using var memories = await BlobMemories.CreateAsync(azurite);
            await memories.Open().AddRunAsync(BlobMemories.Request("run-1"), Token);
            var dying = new FailingRequests(number, where, forGood: true);
            try
            {
                await FailAsync(memories.Open(dying));
            }
            catch (RunMemoryException)
            {
                Assert.True(dying.HasFailed);
            }

            IRunMemory next = memories.Open();
            var isThere = await next.FindLetterAsync("op_run-1", Token) is not null;
            Assert.True(isThere || (await next.ReadFactsAsync("run-1", 0, Token)).Count == 0, "A fact without its letter.");
            await FailAsync(next);
            Assert.Equal(1, (await next.FindLetterAsync("op_run-1", Token))!.Version);
            Assert.Single(await next.ListLettersAsync(new DeadLetterQuery(), Token));
            if (!dying.HasFailed)
            {
                Assert.True(number > 3, "It tried nothing.");
                return;
            }
        }
    }

    [Fact]
    public async Task AppendAsync_WhenTheFactIsStoredAndTheLetterIsDoneWith_DoesNotBringItBack()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var (late, other) = ((IRunMemory)memories.Open(), (IRunMemory)memories.Open());
        await late.AddRunAsync(BlobMemories.Request("run-1"), Token);
        await FailAsync(other);
        Assert.True(await other.DeleteLetterAsync("op_run-1", 1, Token));

        await FailAsync(late);

        Assert.Null(await late.FindLetterAsync("op_run-1", Token));
    }

    [Fact]
    public async Task DeleteFinishedBeforeAsync_WhenADeadLetterIsLeft_KeepsItsRun()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var memory = memories.Open();
        foreach (var run in (string[])["run-1", "run-2"])
        {
            await memory.AddRunAsync(BlobMemories.Request(run), Token);
            memories.Time.Advance(TimeSpan.FromMicroseconds(1));
        }

        await FailAsync(memory);
        foreach (var run in (string[])["run-1", "run-2"])
            await memory.AppendAsync(new RunWrite(run, new RunFinished(RunStatus.Failed) { At = default }), Token);
        var later = memories.Time.GetUtcNow().AddSeconds(1);

        Assert.Equal(1, await memory.DeleteFinishedBeforeAsync(later, Token));
        Assert.NotEmpty(await memory.ReadFactsAsync("run-1", 0, Token));
        Assert.True(await memory.DeleteLetterAsync("op_run-1", 1, Token));
        Assert.Equal(1, await memory.DeleteFinishedBeforeAsync(later, Token));
    }

    private static Task<StoredFact> FailAsync(IRunMemory memory) =>
        memory.AppendAsync(new RunWrite("run-1", new RunDeadLettered("slack", "gone") { At = default }) { Letters = [DeadLetterChange.Put(SqliteMemories.Letter("op_run-1", "run-1"))] }, Token);
}
