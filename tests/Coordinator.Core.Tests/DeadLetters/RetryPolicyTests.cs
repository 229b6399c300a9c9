using Coordinator.Core.DeadLetters;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;

namespace Coordinator.Core.Tests.DeadLetters;

/// <summary>Defect 13: there was no retry.</summary>
public sealed class RetryPolicyTests
{
    [Fact]
    public void Kept_WhenTheWholeRunFailed_IsAllThatWasFinished()
    {
        var facts = Letters.Run(
            Letters.Turn(1, 2), Letters.Call("1.0", ToolOutcomes.Succeeded), Letters.Failed("1.1"), new StepFailed("turn:2", 1, FailureClass.Network, "no luck", null) { At = Letters.At },
            new ReplyIntended(0, 1) { At = Letters.At }, Letters.Dead(), Letters.Ended(RunStatus.Failed));
        Assert.Equal(["route", "turn:1", "tool:1.0", "tool:1.1"], Keys(RetryPolicy.Kept(Letters.Retry(null), facts)));
    }

    [Fact]
    public void Kept_WhenACallFailed_LeavesOutTheFailedReadsOfItsTurnAndAllThatFollows()
    {
        var facts = Letters.Run(
            Letters.Turn(1, 1), Letters.Failed("1.0"),
            Letters.Turn(2, 6), Letters.Call("2.0", ToolOutcomes.Succeeded), Letters.Failed("2.1"), Letters.Call("2.2", ToolOutcomes.Refused), Letters.Call("2.3", ToolOutcomes.Failed),
            Letters.Call("2.4", ToolOutcomes.Unknown, write: true), Letters.Call("2.5", ToolOutcomes.Refused, FailureClass.Unavailable),
            Letters.Turn(3, 1), Letters.Call("3.0", ToolOutcomes.Succeeded), Letters.Turn(4, 0), Letters.Ended());
        Assert.Equal(["route", "turn:1", "tool:1.0", "turn:2", "tool:2.0", "tool:2.2", "tool:2.4"], Keys(RetryPolicy.Kept(Letters.Retry("2.1"), facts)));
    }

    [Fact]
    public void Kept_WhenAChangeFailed_KeepsItWhateverCameOfIt()
    {
        foreach (var outcome in (string[])[ToolOutcomes.Succeeded, ToolOutcomes.Failed, ToolOutcomes.Unknown, ToolOutcomes.Refused, ToolOutcomes.Cancelled])
        {
            var facts = Letters.Run(Letters.Turn(1, 2), Letters.Failed("1.0"), Letters.Call("1.1", outcome, FailureClass.Network, write: true));
            Assert.Contains("tool:1.1", Keys(RetryPolicy.Kept(Letters.Retry("1.0"), facts)));
        }
    }

    [Fact]
    public void Kept_WhenTheQuestionWasEdited_IsNothing() =>
        Assert.Empty(RetryPolicy.Kept(Letters.Retry(null) with { Anew = true }, Letters.Run(Letters.Turn(1, 0))));

    [Fact]
    public void RefusalOf_WhenItCanBeRetried_IsNull()
    {
        Assert.Null(RetryPolicy.RefusalOf(Letters.Of(retries: 2), Letters.Run(Letters.Turn(1, 1), Letters.Call("1.0", ToolOutcomes.Succeeded, write: true), Letters.Dead(), Letters.Ended(RunStatus.Failed)), 3));
        Assert.Null(RetryPolicy.RefusalOf(Letters.Of("1.0"), Letters.Run(Letters.Turn(1, 2), Letters.Failed("1.0"), Letters.Call("1.1", ToolOutcomes.Succeeded, write: true), Letters.Ended()), 3));
    }

    [Fact]
    public void RefusalOf_WhenItIsAChange_SaysWhatToDo()
    {
        var facts = Letters.Run(Letters.Turn(1, 1), Letters.Call("1.0", ToolOutcomes.Unknown, write: true), Letters.Ended());
        Assert.Contains("ask for it again in the thread", Refusal(Letters.Of("1.0") with { Write = true }, facts), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ToolOutcomes.Succeeded)]
    [InlineData(ToolOutcomes.Unknown)]
    [InlineData(ToolOutcomes.Failed)]
    public void RefusalOf_WhenAChangeFollowed_IsNotAskedForAgain(string outcome)
    {
        var facts = Letters.Run(Letters.Turn(1, 1), Letters.Failed("1.0"), Letters.Turn(2, 1), Letters.Call("2.0", outcome, write: true, tool: "stop"), Letters.Ended());
        Assert.Contains("'stop'", Refusal(Letters.Of("1.0"), facts), StringComparison.Ordinal);
        Assert.Null(RetryPolicy.RefusalOf(Letters.Of(), [.. facts, Letters.Dead()], 3));
        Assert.Contains("'stop'", Refusal(Letters.Of() with { Edit = new DeadLetterEdit("other", null) }, [.. facts, Letters.Dead()]), StringComparison.Ordinal);
    }

    [Fact]
    public void RefusalOf_WhenTheRunIsNotFitForIt_SaysWhy()
    {
        Assert.Contains("3 times", Refusal(Letters.Of(retries: 3), []), StringComparison.Ordinal);
        Assert.Contains("not kept", Refusal(Letters.Of(), []), StringComparison.Ordinal);
        Assert.Contains("under way", Refusal(Letters.Of("1.0"), Letters.Run(Letters.Turn(1, 1), Letters.Failed("1.0"))), StringComparison.Ordinal);
        Assert.Contains("newer version", Refusal(Letters.Of(), Letters.Run(new UnknownFact("x", "{}") { At = Letters.At }, Letters.Ended())), StringComparison.Ordinal);
    }

    /// <summary>A step that was done twice may have gone well in the end.</summary>
    [Fact]
    public void RefusalOf_WhenItHasNotFailedAfterAll_IsStale()
    {
        var facts = Letters.Run(Letters.Turn(1, 1), Letters.Call("1.0", ToolOutcomes.Succeeded), Letters.Ended());
        Assert.Same(RetryRefusal.Stale, RetryPolicy.RefusalOf(Letters.Of("1.0"), facts, 3));
        Assert.Same(RetryRefusal.Stale, RetryPolicy.RefusalOf(Letters.Of("1.1"), facts, 3));
        Assert.Same(RetryRefusal.Stale, RetryPolicy.RefusalOf(Letters.Of(), facts, 3));
    }

    [Fact]
    public void SettledWith_IsWhatTheRetryDoesOnItsWay()
    {
        DeadLetter[] all = [Letters.Of("1.0"), Letters.Of("2.0"), Letters.Of("2.1"), Letters.Of("2.2") with { Write = true }, Letters.Of("3.0"), Letters.Of(), Letters.Of("4.0") with { RunId = "other" }];
        Assert.Equal(["2.1", "3.0", null], RetryPolicy.SettledWith(all[1], all).Select(letter => letter.Step));
        Assert.Empty(RetryPolicy.SettledWith(all[5], all));
    }

    [Fact]
    public void AtEnd_SettlesEachLetterOnce()
    {
        var retry = Letters.Retry("2.0", new RetriedLetter("op_b", "2.1", 3));
        DeadLetter[] untouched = [Letters.Of("2.0"), Letters.Of("2.1", 2) with { Id = "op_b" }];
        DeadLetter[] cameBack = [Letters.Of("2.0", 1), untouched[1]];
        Assert.Equal(["op_slack-T1-C1-1.2.2.0", "op_b"], RetryPolicy.AtEnd(retry, RunStatus.Answered, untouched).Select(change => change.Letter is null ? change.Id : "kept"));
        Assert.Equal("op_b", Assert.Single(RetryPolicy.AtEnd(retry, RunStatus.Failed, cameBack)).Id);
        Assert.Empty(RetryPolicy.AtEnd(retry, RunStatus.Answered, []));

        var stopped = RetryPolicy.AtEnd(retry, RunStatus.Stopped, [untouched[0] with { Status = DeadLetterStatus.Retrying, RetryRun = "x" }]);
        var letter = Assert.Single(stopped).Letter!;
        Assert.Equal((DeadLetterStatus.Pending, 1, (string?)null), (letter.Status, letter.RetryCount, letter.RetryRun));
    }

    private static string Refusal(DeadLetter letter, RunFact[] facts) => RetryPolicy.RefusalOf(letter, facts, 3)!.Reason;

    private static IEnumerable<string> Keys(IEnumerable<RunFact> facts) => facts.Select(fact => fact.Key);
}
