using Coordinator.Core.DeadLetters;
using Coordinator.Core.DeadLetters.Queue;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Core.Tests.DeadLetters;

/// <summary>Defect 13: there was no retry.</summary>
public sealed class DeadLetterRetryTests : IDisposable
{
    private readonly DeadLetterBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Retry_OfSeveralLettersOfOneRun_IsOneRunFromTheFirstOfThem()
    {
        await _bench.AddAsync(
            Letters.Run(Letters.Turn(1, 2), Letters.Failed("1.0"), Letters.Failed("1.1"), Letters.Turn(2, 1), Letters.Failed("2.0"), Letters.Dead(), Letters.Ended(RunStatus.Failed)),
            [Letters.Of(), Letters.Of("2.0"), Letters.Of("1.1"), Letters.Of("1.0")]);

        var report = await _bench.Retry.RetryAsync(new RetryOrder { Ids = [Letters.Of().Id, Letters.Of("1.1").Id] }, Token);

        Assert.Equal((4, 0, 0), (report.Retried, report.Failed, report.Skipped.Count));
        var request = Assert.Single(_bench.Started);
        Assert.Equal(("slack-T1-C1-1.2.1.1-retry1", Letters.Request.ThreadKey, "1.1"), (request.RunId, request.ThreadKey, request.Retry!.Letter.Step));
        var letters = await _bench.Memory.FindLettersAsync([Letters.Of("1.0").Id, Letters.Of("2.0").Id, Letters.Of().Id], Token);
        Assert.All(letters, letter => Assert.Equal((DeadLetterStatus.Retrying, request.RunId), (letter.Status, letter.RetryRun)));

        var again = await _bench.Retry.RetryAsync(new RetryOrder { Ids = [Letters.Of("2.0").Id] }, Token);
        Assert.Contains(request.RunId, Assert.Single(again.Skipped).Reason, StringComparison.Ordinal);
        Assert.Single(_bench.Started);
    }

    [Fact]
    public async Task Retry_ByType_StopsAtItsLimitOldestFirst()
    {
        await _bench.AddRunsAsync(5);
        await _bench.AddRunsAsync(1, "slack");
        var report = await _bench.Retry.RetryAsync(new RetryOrder { FailureTypes = ["timeout"], Limit = 3 }, Token);
        Assert.Equal(["timeout-00-retry1", "timeout-01-retry1", "timeout-02-retry1"], report.Runs.Select(run => run.RunId));
        var rest = await _bench.Retry.RetryAsync(new RetryOrder { FailureTypes = ["timeout", "slack"] }, Token);
        Assert.Equal((3, 3), (rest.Retried, rest.Skipped.Count));
    }

    [Fact]
    public async Task Retry_WhenARunCannotBeStarted_LeavesTheLetter()
    {
        await _bench.AddRunsAsync(1);
        _bench.Broken = new RunMemoryException("full");
        var report = await _bench.Retry.RetryAsync(new RetryOrder { FailureTypes = ["timeout"] }, Token);
        Assert.Equal((0, 1), (report.Retried, report.Failed));
        Assert.Equal(DeadLetterStatus.Pending, Assert.Single(await _bench.Memory.FindLettersAsync(["op_timeout-00"], Token)).Status);
    }

    [Fact]
    public async Task Retry_WhenTheCallHasNotFailedAfterAll_RemovesTheLetter()
    {
        await _bench.AddAsync(Letters.Run(Letters.Turn(1, 1), Letters.Call("1.0", ToolOutcomes.Succeeded), Letters.Ended()), [Letters.Of("1.0")]);
        var report = await _bench.Retry.RetryAsync(new RetryOrder { FailureTypes = ["timeout"] }, Token);
        Assert.Single(report.Skipped);
        Assert.Empty(await _bench.IdsAsync());
        Assert.Empty(_bench.Started);
    }

    [Fact]
    public async Task Discard_WhenItIsBeingRetried_IsRefusedUntilThatHasEnded()
    {
        await _bench.AddRunsAsync(1);
        await _bench.Retry.RetryAsync(new RetryOrder { FailureTypes = ["timeout"] }, Token);
        Assert.Equal(new DiscardOutcome(false, "timeout-00-retry1"), await _bench.Discard.DiscardAsync("op_timeout-00", Token));
        await _bench.Memory.AppendAsync(new RunWrite("timeout-00-retry1", Letters.Ended(RunStatus.Stopped)), Token);
        Assert.Equal(new DiscardOutcome(true, null), await _bench.Discard.DiscardAsync("op_timeout-00", Token));
        Assert.Equal(new DiscardOutcome(false, null), await _bench.Discard.DiscardAsync("op_timeout-00", Token));
    }
}
