using Coordinator.Core.Failures;
using Coordinator.Core.Resilience.CircuitBreaker;
using CsCheck;

namespace Coordinator.Core.Tests.Resilience;

public sealed class BreakerPolicyTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly BreakerOptions Options = new();

    [Fact]
    public void Failed_AtTheThreshold_Opens()
    {
        var second = Fail(Fail(Circuit.Closed));
        Assert.Equal((CircuitStatus.Closed, 2), (second.Status, second.Failures));
        var third = Fail(second);
        Assert.Equal((CircuitStatus.Open, 3, Now + TimeSpan.FromSeconds(60)), (third.Status, third.Failures, third.RetryAt));
    }

    [Fact]
    public void Succeeded_InBetween_StartsTheCountAgain()
    {
        var circuit = Fail(Fail(BreakerPolicy.Succeeded(Fail(Fail(Circuit.Closed)))));
        Assert.Equal((CircuitStatus.Closed, 2), (circuit.Status, circuit.Failures));
    }

    [Fact]
    public void LateResults_OfCallsSentBefore_ChangeNothing()
    {
        var open = Open();
        Assert.Equal(open, BreakerPolicy.Succeeded(open));
        Assert.Equal(open, Fail(open));
    }

    [Theory]
    [InlineData(null, CircuitStatus.Closed, 0)]
    [InlineData("Cut.", CircuitStatus.Open, 4)]
    public void ProbeEnded_ClosesOrOpensAgain(string? error, CircuitStatus status, int failures)
    {
        var later = Now + TimeSpan.FromMinutes(2);
        var ended = BreakerPolicy.ProbeEnded(BreakerPolicy.ProbeStarted(Open(), 7), 7, error, Options, later);
        Assert.Equal((status, failures), (ended.Status, ended.Failures));
        Assert.Equal(error is null ? null : later + Options.OpenFor, ended.RetryAt);
    }

    [Fact]
    public void ProbeEnded_OfAnOlderProbe_ChangesNothing()
    {
        var halfOpen = BreakerPolicy.ProbeStarted(Open(), 8);
        Assert.Equal(halfOpen, BreakerPolicy.ProbeEnded(halfOpen, 7, null, Options, Now));
    }

    [Fact]
    public void ProbeGivenUp_LeavesItToTheNext()
    {
        var circuit = BreakerPolicy.ProbeGivenUp(BreakerPolicy.ProbeStarted(Open(), 7), 7);
        Assert.Equal(CircuitStatus.Open, circuit.Status);
    }

    [Theory]
    [InlineData(FailureClass.Network, true)]
    [InlineData(FailureClass.Timeout, true)]
    [InlineData(FailureClass.ServerError, true)]
    [InlineData(FailureClass.Unavailable, true)]
    [InlineData(FailureClass.RateLimited, false)]
    [InlineData(FailureClass.Authentication, false)]
    [InlineData(FailureClass.Validation, false)]
    [InlineData(FailureClass.Tool, false)]
    [InlineData(FailureClass.Cancelled, false)]
    [InlineData(FailureClass.OutOfTime, false)]
    public void Counts_OnlyWhatTheServerIsToBlameFor(FailureClass failureClass, bool counts) => Assert.Equal(counts, BreakerPolicy.Counts(failureClass));

    /// <summary>A call that a run's deadline cut short is no proof of health either.</summary>
    [Theory]
    [InlineData(FailureClass.OutOfTime, true)]
    [InlineData(FailureClass.Cancelled, true)]
    [InlineData(FailureClass.HeldBack, true)]
    [InlineData(FailureClass.Timeout, false)]
    [InlineData(FailureClass.Validation, false)]
    public void SaysNothing_OfWhatEndedForAReasonOfOurOwn(FailureClass failureClass, bool expected) => Assert.Equal(expected, BreakerPolicy.SaysNothing(failureClass));

    /// <summary>Whatever happens in whatever order: it is open only after a full row of failures, and only a probe closes it.</summary>
    [Fact]
    public void AnyHistory_OpensOnlyByFailuresAndClosesOnlyByAProbe() => Gen.Int[0, 4].Array[0, 60].Sample(history =>
    {
        var (circuit, token) = (Circuit.Closed, 0L);
        foreach (var happening in history)
        {
            var before = circuit;
            circuit = happening switch
            {
                0 => Fail(circuit),
                1 => BreakerPolicy.Succeeded(circuit),
                2 => BreakerPolicy.ProbeStarted(circuit, ++token),
                3 => BreakerPolicy.ProbeEnded(circuit, token, null, Options, Now),
                _ => BreakerPolicy.ProbeEnded(circuit, token, "Cut.", Options, Now),
            };
            Assert.True(before.Status == CircuitStatus.Closed || circuit.Status != CircuitStatus.Closed || (happening == 3 && before.Probe == token));
            Assert.True(circuit.Status == CircuitStatus.Closed ? circuit.Failures < Options.Threshold : circuit.Failures >= Options.Threshold);
        }
    });

    private static Circuit Fail(Circuit circuit) => BreakerPolicy.Failed(circuit, "Cut.", Options, Now);

    private static Circuit Open() => Fail(Fail(Fail(Circuit.Closed)));
}
