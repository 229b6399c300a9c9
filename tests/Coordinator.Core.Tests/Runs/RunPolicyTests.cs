using Coordinator.Core.Failures;
using Coordinator.Core.Runs;

namespace Coordinator.Core.Tests.Runs;

public sealed class RunPolicyTests
{
    private static readonly DateTimeOffset T0 = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RunLimits Limits = new(2, 3, 2, TimeSpan.FromMinutes(15), 1_000, 2);

    private static readonly RunRequest Chat = new()
    {
        RunId = "chat-1",
        ThreadKey = "chat-1",
        Actor = new Actor("api", "", "me"),
        Text = "q",
        ReceivedAt = T0,
    };

    private static readonly RunRequest Slack = Chat with { RunId = "slack-1", ReplyTo = new ReplyTarget("C1", "1.1") };

    [Fact]
    public void Next_WhenTheTurnAsksForMoreCallsThanAllowedAtOnce_NamesTheFirstOnes()
    {
        var actions = Next(Chat, T0, Routed(), Turn(1, "a", "b", "c"));
        Assert.Equal(["tool:1.0", "tool:1.1"], actions.OfType<CallTool>().Select(call => call.StepKey));
    }

    [Fact]
    public void Next_WhenACallWaitsForItsNextAttempt_KeepsItsPlaceAndNamesTheTime()
    {
        var retryAt = T0.AddSeconds(30);
        var actions = Next(Chat, T0, Routed(), Turn(1, "a", "b", "c"), Failed("tool:1.0", retryAt));
        Assert.Equal(["tool:1.1"], actions.OfType<CallTool>().Select(call => call.StepKey));
        Assert.Equal(retryAt, actions.OfType<Wait>().Single().Until);
        var later = Next(Chat, retryAt, Routed(), Turn(1, "a", "b", "c"), Failed("tool:1.0", retryAt));
        Assert.Equal(2, later.OfType<CallTool>().First().Attempt);
    }

    [Fact]
    public void Next_WhenACallStandsInLine_AsksAgainWithoutUsingUpAnAttempt()
    {
        var first = new StepQueued("tool:1.0", 1, "database", 3, T0, T0.AddSeconds(25)) { At = T0.AddSeconds(5) };
        var second = new StepQueued("tool:1.0", 2, "database", 2, T0, T0.AddSeconds(50)) { At = T0.AddSeconds(30) };
        Assert.Equal(T0.AddSeconds(25), Next(Chat, T0.AddSeconds(6), Routed(), Turn(1, "a"), first).OfType<Wait>().Single().Until);
        var call = Next(Chat, T0.AddSeconds(50), Routed(), Turn(1, "a"), second, first).OfType<CallTool>().Single();
        Assert.Equal((3, 2, 1, T0), (call.Attempt, call.Waits, call.Try, call.QueuedSince));
        var tried = Failed("tool:1.0", T0.AddSeconds(60)) with { Attempt = 3 };
        Assert.Null(Next(Chat, T0.AddSeconds(60), Routed(), Turn(1, "a"), first, second, tried).OfType<CallTool>().Single().QueuedSince);
    }

    [Fact]
    public void Next_WhenCallsStandInLine_TheThreadSaysWhere()
    {
        var posted = new ReplyPosted(0, "1.2", false) { At = T0 };
        var third = new StepQueued("tool:1.0", 1, "database", 3, T0, T0.AddSeconds(25)) { At = T0.AddSeconds(5) };
        var update = Next(Slack, T0.AddSeconds(6), Routed(), posted, Turn(1, "a"), third).OfType<PostReply>().Single();
        Assert.Equal((new StillWorking("3rd in line for database"), "1.2", 1), (update.Body, update.KnownTs, update.Update));
        var said = posted with { Update = 1, Note = "3rd in line for database" };
        Assert.Empty(Next(Slack, T0.AddSeconds(6), Routed(), posted, said, Turn(1, "a"), third).OfType<PostReply>());
        var second = new StepQueued("tool:1.0", 2, "database", 2, T0, T0.AddSeconds(50)) { At = T0.AddSeconds(30) };
        update = Next(Slack, T0.AddSeconds(31), Routed(), posted, said, Turn(1, "a"), third, second).OfType<PostReply>().Single();
        Assert.Equal((new StillWorking("2nd in line for database"), 2), (update.Body, update.Update));

        // Its turn has come.
        update = Next(Slack, T0.AddSeconds(60), Routed(), posted, said, Turn(1, "a"), third, second, Done("1.0")).OfType<PostReply>().Single();
        Assert.Equal((new StillWorking(), 2), (update.Body, update.Update));
    }

    [Fact]
    public void Next_WhenToolCallsAreUsedUp_RefusesTheRestAndThenTakesTheLastTurn()
    {
        var turn = Turn(1, "a", "b", "c", "d");
        var refused = Next(Chat, T0, Routed(), turn).OfType<RefuseTool>().Single();
        Assert.Equal("tool:1.3", refused.StepKey);
        Assert.Contains("all of its 3 tool calls", refused.Reason, StringComparison.Ordinal);
        var last = Next(Chat, T0, Routed(), turn, Done("1.0"), Done("1.1"), Done("1.2"), Done("1.3")).OfType<TakeTurn>().Single();
        Assert.NotNull(last.LastBecause);
    }

    [Fact]
    public void Next_WhenTheSameCallComesAThirdTime_RefusesIt()
    {
        var refused = Next(Chat, T0, Routed(), Turn(1, "a", "a", "a")).OfType<RefuseTool>().Single();
        Assert.Contains("already called 2 times with the same arguments", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Next_WhenTurnsOrTokensAreUsedUp_TakesTheLastTurn()
    {
        var byTurns = Next(Chat, T0, Routed(), Turn(1, "a"), Done("1.0"), Turn(2, "b"), Done("2.0")).OfType<TakeTurn>().Single();
        Assert.Contains("2 turns", byTurns.LastBecause, StringComparison.Ordinal);
        var byTokens = Next(Chat, T0, Routed(), Turn(1, "a") with { InputTokens = 900, OutputTokens = 100 }, Done("1.0")).OfType<TakeTurn>().Single();
        Assert.Contains("1000 tokens", byTokens.LastBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void Next_WhenTheDeadlinePassed_WaitingDoesNotCount()
    {
        var waited = Failed("turn:1", T0.AddHours(2));
        var inTime = Next(Chat, T0.AddHours(2), Routed(), waited).OfType<TakeTurn>().Single();
        Assert.Null(inTime.LastBecause);
        var late = Next(Chat, T0.AddHours(2).AddMinutes(16), Routed(), waited).OfType<TakeTurn>().Single();
        Assert.Contains("15 minutes", late.LastBecause, StringComparison.Ordinal);
    }

    /// <summary>Defect 15: what a call may take ends with the run. Of 15 minutes the last is for the answer.</summary>
    [Fact]
    public void Defect15_Next_NamesTheTimeThatTheRunHasLeft()
    {
        Assert.Equal(T0.AddMinutes(14), Next(Chat, T0.AddMinutes(5), Routed(), Turn(1, "a")).OfType<CallTool>().Single().EndBy);
        Assert.Equal(T0.AddMinutes(14), Next(Chat, T0.AddMinutes(5), Routed()).OfType<TakeTurn>().Single().EndBy);
        var waited = Failed("tool:1.0", T0.AddHours(2)) with { MaybeExecuted = false };
        Assert.Equal(T0.AddHours(2).AddMinutes(14), Next(Chat, T0.AddHours(2), Routed(), Turn(1, "a"), waited).OfType<CallTool>().Single().EndBy);
    }

    [Fact]
    public void Next_WhenOnlyTheTimeForTheAnswerIsLeft_TakesTheLastTurnWithIt()
    {
        var last = Next(Chat, T0.AddMinutes(14), Routed()).OfType<TakeTurn>().Single();
        Assert.Equal(("This run has used its 15 minutes.", T0.AddMinutes(15)), (last.LastBecause, last.EndBy));
        Assert.Equal(T0.AddMinutes(21), Next(Chat, T0.AddMinutes(20), Routed()).OfType<TakeTurn>().Single().EndBy);
        Assert.Equal(T0.AddMinutes(15), Next(Chat, T0, Routed(), Turn(1, "a"), Done("1.0"), Turn(2, "b"), Done("2.0")).OfType<TakeTurn>().Single().EndBy);
    }

    /// <summary>"Not called" would be false.</summary>
    [Fact]
    public void Next_WhenTheTimeIsUpAndACallMayHaveBeenCarriedOut_BringsItToItsEnd()
    {
        var late = T0.AddHours(2).AddMinutes(14);
        var sent = Failed("tool:1.0", T0.AddHours(2));
        var waited = new StepFailed("tool:1.0", 2, FailureClass.HeldBack, "held", late) { At = late, Waited = true };
        Assert.IsType<CallTool>(Assert.Single(Next(Chat, late, Routed(), Turn(1, "a"), sent)));
        Assert.IsType<CallTool>(Assert.Single(Next(Chat, late, Routed(), Turn(1, "a"), waited, sent)));
        var nothing = sent with { Attempt = 3, MaybeExecuted = false };
        Assert.IsType<RefuseTool>(Assert.Single(Next(Chat, late, Routed(), Turn(1, "a"), nothing, waited, sent)));
    }

    [Fact]
    public void Next_WhenTheArgumentsWereRefused_CorrectsThemFromThenOn()
    {
        var refused = new StepFailed("tool:1.0", 1, FailureClass.Validation, "no", T0) { At = T0 };
        var busy = Failed("tool:1.0", T0) with { Attempt = 2, Class = FailureClass.ServerError };
        Assert.False(Next(Chat, T0, Routed(), Turn(1, "a")).OfType<CallTool>().Single().Correct);
        Assert.True(Next(Chat, T0, Routed(), Turn(1, "a"), busy, refused).OfType<CallTool>().Single().Correct);
    }

    [Fact]
    public void Next_WhenTheHostWasDown_TheTimeDoesNotCount()
    {
        var resumed = new RunResumed(1, T0) { At = T0.AddDays(1) };
        Assert.Null(Next(Chat, T0.AddDays(1), Routed(), resumed).OfType<TakeTurn>().Single().LastBecause);
    }

    [Fact]
    public void Next_WhenNoAnswerForTwoSeconds_SaysThatItIsWorking()
    {
        Assert.Equal(T0.AddSeconds(2), Next(Slack, T0, Routed()).OfType<Wait>().Single().Until);
        var post = Next(Slack, T0.AddSeconds(2), Routed()).OfType<PostReply>().Single();
        Assert.IsType<StillWorking>(post.Body);
        Assert.Empty(Next(Chat, T0.AddSeconds(2), Routed()).OfType<PostReply>());
    }

    [Fact]
    public void Next_WhenTheWorkingMessageStands_UpdatesItWithTheAnswer()
    {
        var post = Next(Slack, T0, Routed(), Posted(0, final: false), Turn(1)).OfType<PostReply>().Single();
        Assert.Equal("ts0", post.KnownTs);
        Assert.Equal(new TurnAnswer(1, MessageRouted.ToModel), post.Body);
    }

    [Fact]
    public void Next_WhenAPostLeftNoTrace_LooksForItTenSecondsLater()
    {
        RunFact[] facts = [Routed(), Turn(1), new ReplyIntended(0, 1) { At = T0 }];
        Assert.Equal(T0.AddSeconds(10), Assert.IsType<Wait>(Assert.Single(Next(Slack, T0.AddSeconds(1), facts))).Until);
        var heal = Next(Slack, T0.AddSeconds(10), facts).OfType<PostReply>().Single();
        Assert.Equal(T0, heal.LostSince);
        Assert.Equal(2, heal.Attempt);
    }

    [Fact]
    public void Next_WhenAPostWasRefused_PostsAgainWithoutLooking()
    {
        var refused = Failed("post:0", T0.AddSeconds(3)) with { MaybeExecuted = false };
        var again = Next(Slack, T0.AddSeconds(3), Routed(), Turn(1), new ReplyIntended(0, 1) { At = T0 }, refused).OfType<PostReply>().Single();
        Assert.Null(again.LostSince);
    }

    [Fact]
    public void Next_WhenAnAnswerHasThreeParts_PostsThemInOrderBeforeItFinishes()
    {
        RunFact[] facts = [Routed(), Turn(1), Posted(0, final: true, parts: 3)];
        Assert.Equal(1, Next(Slack, T0, facts).OfType<PostReply>().Single().Part);
        Assert.Equal(2, Next(Slack, T0, [.. facts, Posted(1, final: true, parts: 3)]).OfType<PostReply>().Single().Part);
        Assert.IsType<FinishRun>(Assert.Single(Next(Slack, T0, [.. facts, Posted(1, final: true, parts: 3), Posted(2, final: true, parts: 3)])));
    }

    [Fact]
    public void Next_WhenTheModelGaveUp_KeepsADeadLetterThenTellsTheThread()
    {
        RunFact[] facts = [Routed(), Failed("turn:1", null)];
        Assert.Equal(new DeadLetterRun("llm_call", "no luck") { Operation = "model" }, Assert.Single(Next(Slack, T0, facts)));
        var report = Next(Slack, T0, [.. facts, new RunDeadLettered("llm_call", "no luck") { At = T0 }]).OfType<PostReply>().Single();
        Assert.Equal(new FailureReport("no luck"), report.Body);
    }

    [Fact]
    public void Next_WhenTheAnswerCannotBePosted_KeepsADeadLetterOfTypeSlackAndEnds()
    {
        RunFact[] facts = [Routed(), Turn(1), Failed("post:0", null)];
        Assert.Equal(new DeadLetterRun("slack", "no luck") { Operation = DeadLetterRun.Replying }, Assert.Single(Next(Slack, T0, facts)));
        var end = Assert.Single(Next(Slack, T0, [.. facts, new RunDeadLettered("slack", "no luck") { At = T0 }]));
        Assert.Equal(RunStatus.Failed, Assert.IsType<FinishRun>(end).Status);
    }

    [Fact]
    public void Next_WhenStopped_EndsOpenStepsAndReportsWhatWasDone()
    {
        var stop = new InboxRead("stop", InboxRead.StopKind, "ann") { At = T0 };
        Assert.Equal(["tool:1.1"], Next(Chat, T0, Routed(), Turn(1, "a", "b"), Done("1.0"), stop).OfType<CancelStep>().Select(step => step.Key));
        var end = Assert.Single(Next(Chat, T0, Routed(), Turn(1, "a", "b"), Done("1.0"), Done("1.1"), stop, Failed("turn:2", null)));
        var report = Assert.IsType<StopReport>(Assert.IsType<FinishRun>(end).Body);
        Assert.Equal("ann", report.By);
        Assert.Equal(2, report.Done.Count);
    }

    [Fact]
    public void Next_WhenTheAnswerIsThereAlready_AStopChangesNothing()
    {
        var stop = new InboxRead("stop", InboxRead.StopKind, "ann") { At = T0 };
        var end = Assert.IsType<FinishRun>(Assert.Single(Next(Chat, T0, Routed(), Turn(1), stop)));
        Assert.Equal(RunStatus.Answered, end.Status);
    }

    [Fact]
    public void Next_WhenAFactIsUnknownOrThePolicyNewer_Parks()
    {
        Assert.IsType<Park>(Assert.Single(Next(Chat, T0, Routed(), new UnknownFact("future_fact", "{}") { At = T0 })));
        var newer = RunState.Fold([new RunStarted(RunPolicy.Version + 1, Limits) { At = T0 }]);
        Assert.IsType<Park>(Assert.Single(RunPolicy.Next(Chat, newer, T0)));
    }

    private static IReadOnlyList<RunAction> Next(RunRequest request, DateTimeOffset now, params RunFact[] facts) =>
        RunPolicy.Next(request, RunState.Fold([new RunStarted(RunPolicy.Version, Limits) { At = T0 }, .. facts]), now);

    private static MessageRouted Routed() => new(MessageRouted.ToModel, null) { At = T0 };

    private static TurnTaken Turn(int turn, params string[] digests) => new(turn, [.. digests.Select(digest => new RequestedCall("t", digest))]) { At = T0 };

    private static ToolFinished Done(string step) => new(step, "t", ToolOutcomes.Succeeded) { At = T0 };

    private static StepFailed Failed(string step, DateTimeOffset? retryAt) => new(step, 1, FailureClass.Network, "no luck", retryAt) { At = T0, MaybeExecuted = true };

    private static ReplyPosted Posted(int part, bool final, int parts = 0) => new(part, $"ts{part}", final) { At = T0, Parts = parts };
}
