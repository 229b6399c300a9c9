using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.Runs.Replay;
using CsCheck;

namespace Coordinator.Core.Tests.Runs;

public sealed class RunReplayTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly RunLimits Limits = new RunLimitsOptions().ToLimits();

    private static readonly RunRequest Request = new() { RunId = "r1", ThreadKey = "t1", Actor = new Actor("api", "", "ann"), Text = "Hm?", ReceivedAt = T0 };

    private static readonly RunStarted Started = new(1, Limits) { At = T0 };
    private static readonly MessageRouted Routed = new(MessageRouted.ToModel, null) { At = T0 };
    private static readonly TurnTaken Asks = new(1, [new RequestedCall("look", "a"), new RequestedCall("see", "b")]) { At = T0.AddSeconds(1) };
    private static readonly ToolFinished Looked = new("1.0", "look", ToolOutcomes.Succeeded) { At = T0.AddSeconds(2) };
    private static readonly ToolFinished Saw = new("1.1", "see", ToolOutcomes.Succeeded) { At = T0.AddSeconds(3) };
    private static readonly TurnTaken Answers = new(2, []) { At = T0.AddSeconds(4) };
    private static readonly RunFinished Finished = new(RunStatus.Answered) { At = T0.AddSeconds(5) };

    [Fact]
    public void Replay_OfWhatThisVersionDid_IsTheSame()
    {
        var report = RunReplay.Of(Request, [Started, Routed, Asks, Looked, Saw, Answers, Finished]);
        Assert.Equal(("7 facts, same decisions.", null), (report.Summary, report.FirstDifference));
        Assert.Equal(
            ["start", "find out who answers", "take turn 1 (model)", "call look (1.0)", "call see (1.1)", "take turn 2 (model)", "finish: answered"], report.Facts.Select(fact => fact.Decided));
        Assert.Empty(report.Next);
    }

    [Fact]
    public void Replay_OfStepsThatEndedInAnotherOrder_IsTheSame() =>
        Assert.Null(RunReplay.Of(Request, [Started, Routed, Asks, Saw with { At = T0.AddSeconds(2) }, Looked with { At = T0.AddSeconds(3) }, Answers, Finished]).FirstDifference);

    [Fact]
    public void Replay_OfARunUnderWay_SaysWhatComesNext()
    {
        var report = RunReplay.Of(Request, [Started, Routed, Asks, Looked]);
        Assert.Null(report.FirstDifference);
        Assert.Equal("call see (1.1)", Assert.Single(report.Next));
    }

    [Fact]
    public void Replay_OfAttemptsAndWaits_FollowsThem()
    {
        var failed = new StepFailed("turn:1", 1, FailureClass.RateLimited, "Later.", T0.AddHours(1)) { At = T0.AddSeconds(1) };
        var queued = new StepQueued("turn:1", 2, "llm", 3, T0.AddHours(1), T0.AddHours(2)) { At = T0.AddHours(1).AddSeconds(1) };
        var report = RunReplay.Of(Request, [Started, Routed, failed, queued, Answers with { Turn = 1, At = T0.AddHours(2).AddSeconds(1) }, Finished with { At = T0.AddHours(2).AddSeconds(2) }]);
        Assert.Null(report.FirstDifference);
        Assert.Equal("take turn 1 (model), attempt 3", report.Facts[4].Decided);
    }

    [Fact]
    public void Replay_OfARunThatWasResumedAndStopped_SaysWhatCameFromOutside()
    {
        var resumed = new RunResumed(1, T0.AddSeconds(1)) { At = T0.AddHours(1) };
        var stop = new InboxRead("stop", InboxRead.StopKind, "ann") { At = T0.AddHours(1).AddSeconds(1) };
        var cancelled = new ToolFinished("1.0", "look", ToolOutcomes.Cancelled) { At = T0.AddHours(1).AddSeconds(2) };
        var turn = new StepFailed("turn:2", 1, FailureClass.Cancelled, "Stopped.", null) { At = T0.AddHours(1).AddSeconds(3) };
        var report = RunReplay.Of(Request, [Started, Routed, Asks, resumed, stop, cancelled, Saw with { At = T0.AddHours(1).AddSeconds(3) }, turn, new RunFinished(RunStatus.Stopped) { At = T0.AddHours(1).AddSeconds(4) }]);
        Assert.Null(report.FirstDifference);
        Assert.Equal([ReplayVerdict.NotDecided, ReplayVerdict.NotDecided], report.Facts.Skip(3).Take(2).Select(fact => fact.Verdict));
    }

    [Fact]
    public void Replay_WhenTheRunSkippedACall_DiffersThere()
    {
        var report = RunReplay.Of(Request, [Started, Routed, Asks, Looked, Answers, Finished]);
        Assert.Equal("6 facts, differs at 5.", report.Summary);
        Assert.Equal(("call see (1.1)", "No step that was to be done ends in this."), (report.FirstDifference!.Decided, report.FirstDifference.Note));
    }

    [Fact]
    public void Replay_WhenTheEndIsAnother_Differs()
    {
        var report = RunReplay.Of(Request, [Started, Routed, Answers with { Turn = 1 }, new RunFinished(RunStatus.Failed) { At = T0.AddSeconds(5) }]);
        Assert.Equal((4, "The run ended as failed."), (report.FirstDifference!.Number, report.FirstDifference.Note));
    }

    [Fact]
    public void Replay_WhenALimitIsAnotherNow_Differs()
    {
        var fewer = Started with { Limits = Limits with { ToolCalls = 1 } };
        var report = RunReplay.Of(Request, [fewer, Routed, Asks, Looked, Saw, Answers, Finished]);
        Assert.Equal((5, "The run called it: succeeded."), (report.FirstDifference!.Number, report.FirstDifference.Note));
        Assert.StartsWith("refuse see (1.1): Not called: this run has used all of its 1 tool calls.", report.FirstDifference.Decided, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_OfANewerRun_SaysThatItCannotJudge()
    {
        var report = RunReplay.Of(Request, [Started, Routed, RunFactJson.Deserialize("""{"type":"of_tomorrow","schemaVersion":7,"at":"2030-01-01T00:00:00Z"}"""), Asks]);
        Assert.Equal("4 facts; this version cannot judge from fact 3 on.", report.Summary);
        Assert.Contains("(of_tomorrow, schema 7)", report.FirstDifference!.Note, StringComparison.Ordinal);
        Assert.Equal(ReplayVerdict.Unknown, report.Facts[3].Verdict);
        Assert.StartsWith("leave it alone: ", Assert.Single(report.Next), StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_OfARetry_NamesTheRunThatFactsCameFrom()
    {
        var report = RunReplay.Of(
            Request,
            [Routed with { Origin = "r0" }, Asks with { Origin = "r0" }, Looked with { Origin = "r0" }, Started with { At = T0.AddMinutes(1) }, Saw with { At = T0.AddMinutes(2) }, Answers with { At = T0.AddMinutes(3) }, Finished with { At = T0.AddMinutes(4) }]);
        Assert.Null(report.FirstDifference);
        Assert.Equal("Taken over from run r0.", report.Facts[0].Note);
    }

    /// <summary>Whatever order, failures, waits, posts and stops a run went through: it was this policy that decided.</summary>
    [Fact]
    public void Replay_OfAnyRunOfThisVersion_IsTheSame() =>
        Gen.Select(Gen.Int, Gen.Bool, Gen.Bool).Sample(
            (seed, slack, stops) =>
            {
                var story = new RunStory(seed, slack, stops);
                story.PlayToTheEnd([]);
                var report = RunReplay.Of(story.Request, story.Facts);
                Assert.True(report.FirstDifference is null, $"{report.Summary} {report.FirstDifference}");
                Assert.Empty(report.Next);
            },
            iter: 2_000);

    /// <summary>A run that left out a step is told from one that did not.</summary>
    [Fact]
    public void Replay_WithoutOneTurnOrCall_Differs() =>
        Gen.Select(Gen.Int, Gen.Int[0, 1_000]).Sample(
            (seed, which) =>
            {
                var story = new RunStory(seed, slack: false, stops: false);
                story.PlayToTheEnd([]);
                var steps = story.Facts.Where(fact => fact is TurnTaken or ToolFinished or MessageRouted).ToList();
                if (steps.Count > 0)
                {
                    Assert.NotNull(RunReplay.Of(story.Request, [.. story.Facts.Except([steps[which % steps.Count]])]).FirstDifference);
                }
            },
            iter: 500);

    [Fact]
    public void Replay_OfNothing_StartsTheRun() => Assert.Equal("start", Assert.Single(RunReplay.Of(Request, []).Next));
}
