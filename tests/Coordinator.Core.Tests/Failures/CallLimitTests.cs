using Coordinator.Core.Failures;
using CsCheck;

namespace Coordinator.Core.Tests.Failures;

public sealed class CallLimitTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(120, null, 120, false)]
    [InlineData(120, 500, 120, false)]
    [InlineData(120, 120, 120, false)]
    [InlineData(120, 54, 54, true)]
    [InlineData(120, 1, 5, true)]
    [InlineData(120, -60, 5, true)]
    [InlineData(3, 1, 3, false)]
    public void Of_IsTheCallsOwnLimit_CutToWhatTheRunHasLeft(int own, int? left, int seconds, bool isCut) =>
        Assert.Equal(new CallLimit(TimeSpan.FromSeconds(seconds), isCut), CallLimit.Of(TimeSpan.FromSeconds(own), left is { } rest ? Now.AddSeconds(rest) : null, Now));

    /// <summary>Defect 15 of the original: retries and nested limits added up to 575 s where 300 s were meant.</summary>
    [Fact]
    public void Defect15_HoweverManyAttemptsFollowEachOther_TheyEndWithTheRun() =>
        Gen.Int[1, 600].Array[1, 20].Sample(limits =>
        {
            var (now, end) = (Now, Now.AddSeconds(300));
            foreach (var own in limits.TakeWhile(_ => now < end))
            {
                now += CallLimit.Of(TimeSpan.FromSeconds(own), end, now).Time;
            }

            return now <= end + CallLimit.Shortest;
        });

    [Fact]
    public void Explain_WhenItWasCut_SaysThatTheRunsTimeWasUp()
    {
        var failure = new Failure(FailureClass.Timeout, "Tool call timed out: 'list' took longer than 54 s.") { MaybeExecuted = true };

        var explained = new CallLimit(TimeSpan.FromSeconds(54), IsCut: true).Explain(failure);

        Assert.Equal("Tool call timed out: 'list' took longer than 54 s. It was cut short, as this run's time was up. Next step: Ask for less, or raise RUN_DEADLINE_MINUTES.", explained.Message);
        Assert.Equal((FailureClass.OutOfTime, true), (explained.Class, explained.MaybeExecuted));
        Assert.Same(failure, new CallLimit(TimeSpan.FromSeconds(54), IsCut: false).Explain(failure));
    }

    [Fact]
    public void Explain_WhenSomethingElseFailed_LeavesItAsItIs()
    {
        var failure = new Failure(FailureClass.Network, "'one' could not be reached.");

        Assert.Same(failure, new CallLimit(TimeSpan.FromSeconds(54), IsCut: true).Explain(failure));
    }
}
