using Coordinator.Core.State;
using Coordinator.TestKit.Storage;

namespace Coordinator.Connections.Tests.Blobs;

/// <summary>Something fails before or after each single storage operation there is; then it is done again.</summary>
public sealed class BlobRunMemoryCrashTests(AzuriteServer azurite)
{
    private static readonly string[] Whole =
    [
        "1 start -",
        "2 turn:1 1 True",
        "3 tool:1.0 262145 True",
        "1.0 Succeeded True",
        "4 inbox:stop -",
        "5 finish 1 True",
        "stop",
        "run-1 Answered",
        "thread run-1 Answered",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Failing.BeforeRequest)]
    [InlineData(Failing.AfterRequest)]
    public async Task AnyRun_WhenTheProcessDiesAtAnyRequestAndAnotherRepeatsIt_EndsTheSame(Failing where)
    {
        await ForEachRequestAsync(number => new FailingRequests(number, where, forGood: true), async (memories, dying) =>
        {
            await DieAsync(memories, dying);
            var next = memories.Open();
            await new RunScript("B").RunAsync(next, Token);

            Assert.Equal(Whole, await RunScript.DescribeAsync(next, Token));
            Assert.Equal(Whole, await RunScript.DescribeAsync(memories.Open(), Token));
            Assert.Empty(await memories.NamesAsync("open/", Token));
        });
    }

    [Theory]
    [InlineData(Failing.BeforeRequest)]
    [InlineData(Failing.AfterRequest)]
    public async Task AnyRun_WhenAnyRequestFailsAndTheSameProcessRepeatsIt_EndsTheSame(Failing where)
    {
        await ForEachRequestAsync(number => new FailingRequests(number, where), async (memories, failing) =>
        {
            var memory = memories.Open(failing);
            foreach (var (first, second) in new RunScript("A").Steps.Zip(new RunScript("B").Steps))
            {
                try
                {
                    await first(memory, Token);
                }
                catch (RunMemoryException)
                {
                    await second(memory, Token);
                }
            }

            failing.End();
            Assert.Equal(Whole, await RunScript.DescribeAsync(memory, Token));
            Assert.Equal(Whole, await RunScript.DescribeAsync(memories.Open(), Token));
        });
    }

    [Theory]
    [InlineData(Failing.BeforeRequest)]
    [InlineData(Failing.AfterRequest)]
    public async Task RepairListsAsync_WhenTheProcessDiedAtAnyRequest_MakesTheListsAgreeWithTheRun(Failing where)
    {
        await ForEachRequestAsync(number => new FailingRequests(number, where, forGood: true), async (memories, dying) =>
        {
            await DieAsync(memories, dying);
            var next = memories.Open();
            await next.RepairListsAsync(memories.Time.GetUtcNow().AddSeconds(1), Token);

            var run = await next.FindRunAsync(RunScript.RunId, Token);
            var isFinished = (await next.ReadFactsAsync(RunScript.RunId, 0, Token)).Any(stored => stored.Fact.Key == "finish");
            Assert.Equal(run is null || isFinished ? 0 : 1, (await memories.NamesAsync("open/", Token)).Count);
            Assert.Equal(run is not null && isFinished ? 1 : 0, (await memories.NamesAsync("ended/", Token)).Count);
            Assert.Equal(run is null ? 0 : 1, (await memories.NamesAsync("threads/", Token)).Count);
            Assert.Equal(run is null ? [] : [RunScript.RunId], (await next.ListRunsAsync(new RunQuery(), Token)).Select(listed => listed.Request.RunId));
        });
    }

    [Theory]
    [InlineData(Failing.BeforeRequest)]
    [InlineData(Failing.AfterRequest)]
    public async Task DeleteFinishedBeforeAsync_WhenTheProcessDiesAtAnyRequestAndAnotherRepeatsIt_LeavesNothing(Failing where)
    {
        await ForEachRequestAsync(number => new FailingRequests(number, where, forGood: true), async (memories, dying) =>
        {
            await new RunScript("A").RunAsync(memories.Open(), Token);
            var later = memories.Time.GetUtcNow().AddSeconds(1);
            try
            {
                await memories.Open(dying).DeleteFinishedBeforeAsync(later, Token);
            }
            catch (RunMemoryException)
            {
                await memories.Open().DeleteFinishedBeforeAsync(later, Token);
            }

            Assert.Empty(await memories.NamesAsync("", Token));
        });
    }

    private static async Task DieAsync(BlobMemories memories, FailingRequests dying)
    {
        try
        {
            await new RunScript("A").RunAsync(memories.Open(dying), Token);
        }
        catch (RunMemoryException)
        {
            Assert.True(dying.HasFailed);
        }
    }

    /// <summary>Until the failing request would be one more than there are.</summary>
    private async Task ForEachRequestAsync(Func<int, FailingRequests> fail, Func<BlobMemories, FailingRequests, Task> check)
    {
        for (var number = 1; ; number++)
        {
            Assert.True(number < 100, "It never comes to an end.");
            await using var memories = await BlobMemories.CreateAsync(azurite);
            var failing = fail(number);
            try
            {
                await check(memories, failing);
            }
            catch (Exception exception) when (exception is not OperationCanceledException && !exception.Message.StartsWith("$XunitDynamicSkip$", StringComparison.Ordinal))
            {
                Assert.Fail($"Request {number}: {exception}");
            }

            if (!failing.HasFailed)
            {
                Assert.True(number > 5, "It tried nothing.");
                return;
            }
        }
    }
}
