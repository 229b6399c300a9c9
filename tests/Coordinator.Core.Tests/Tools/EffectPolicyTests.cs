using Coordinator.Core.State;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Tests.Tools;

public sealed class EffectPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ToolRule Blind = new(Write: true);
    private static readonly ToolRule ByKey = new(Write: true) { Idempotency = ToolIdempotency.Meta };
    private static readonly ToolRule ByReading = new(Write: true) { Verify = new ToolVerification("list", new Dictionary<string, string>(), "") };

    [Fact]
    public void Decide_WhenNeverAttempted_Sends() => Assert.Equal(new EffectDecision(EffectStep.Send, 1), EffectPolicy.Decide(null, Blind, "me", Now));

    [Fact]
    public void Decide_WhenKnownNotExecuted_SendsAgain() =>
        Assert.Equal(new EffectDecision(EffectStep.Send, 3), EffectPolicy.Decide(Stored(EffectStatus.NotExecuted, "other", 0, attempt: 2), Blind, "me", Now));

    [Theory]
    [InlineData(EffectStatus.Succeeded)]
    [InlineData(EffectStatus.Failed)]
    [InlineData(EffectStatus.Unknown)]
    public void Decide_WhenTheOutcomeIsKnown_KeepsIt(EffectStatus status) =>
        Assert.Equal(EffectStep.Keep, EffectPolicy.Decide(Stored(status, "other", -60), ByKey, "me", Now).Step);

    [Fact]
    public void Decide_WhenAForeignAttemptMayBeUnderWay_WaitsForItsDeadline()
    {
        foreach (var rule in new[] { Blind, ByKey, ByReading })
        {
            var decision = EffectPolicy.Decide(Stored(EffectStatus.Intended, "other", 30), rule, "me", Now);
            Assert.Equal(EffectStep.Wait, decision.Step);
            Assert.Equal(Now.AddSeconds(30), decision.Until);
        }
    }

    [Fact]
    public void Decide_WhenAForeignAttemptIsOver_RepeatsOnlyByKey()
    {
        var stored = Stored(EffectStatus.Intended, "other", -1);
        Assert.Equal(new EffectDecision(EffectStep.Send, 2), EffectPolicy.Decide(stored, ByKey, "me", Now));
        Assert.Equal(EffectStep.Verify, EffectPolicy.Decide(stored, ByReading, "me", Now).Step);
        Assert.Equal(EffectStep.DeclareUnknown, EffectPolicy.Decide(stored, Blind, "me", Now).Step);
    }

    [Fact]
    public void Decide_WhenOurOwnAnswerWasLost_RepeatsAtOnceByKey_ElseWaits()
    {
        var stored = Stored(EffectStatus.Intended, "me", 30);
        Assert.Equal(EffectStep.Send, EffectPolicy.Decide(stored, ByKey, "me", Now).Step);
        Assert.Equal(EffectStep.Wait, EffectPolicy.Decide(stored, ByReading, "me", Now).Step);
    }

    /// <summary>A key that the server may have forgotten protects from nothing.</summary>
    [Fact]
    public void Decide_WhenTheKeyIsTooOld_DoesNotRepeat()
    {
        var aDayAgo = Stored(EffectStatus.Intended, "other", -1) with { Since = Now.AddHours(-24) };
        Assert.Equal(EffectStep.DeclareUnknown, EffectPolicy.Decide(aDayAgo, ByKey, "me", Now).Step);
        Assert.Equal(EffectStep.DeclareUnknown, EffectPolicy.Decide(aDayAgo with { Owner = "me" }, ByKey, "me", Now).Step);
        Assert.Equal(EffectStep.Verify, EffectPolicy.Decide(aDayAgo, ByReading with { Idempotency = ToolIdempotency.Meta }, "me", Now).Step);
        Assert.Equal(EffectStep.Send, EffectPolicy.Decide(aDayAgo with { Since = Now.AddHours(-22) }, ByKey, "me", Now).Step);
    }

    private static Effect Stored(EffectStatus status, string owner, int secondsLeft, int attempt = 1) =>
        new("run", "1.0", status, attempt, owner, Now.AddSeconds(secondsLeft)) { Since = Now.AddMinutes(-5) };
}
