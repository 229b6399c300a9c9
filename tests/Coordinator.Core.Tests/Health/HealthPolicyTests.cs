using Coordinator.Core.Failures;
using Coordinator.Core.Health;

namespace Coordinator.Core.Tests.Health;

/// <summary>Defect 12 of the original: its checks were always healthy, or always unhealthy.</summary>
public sealed class HealthPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly CheckResult Fails = CheckResult.Failed(new Failure(FailureClass.Timeout, "No answer."));

    [Theory]
    [InlineData("", HealthStatus.Unknown)]
    [InlineData("+", HealthStatus.Healthy)]
    [InlineData("-", HealthStatus.Degraded)]
    [InlineData("--", HealthStatus.Degraded)]
    [InlineData("---", HealthStatus.Unhealthy)]
    [InlineData("------", HealthStatus.Unhealthy)]
    [InlineData("------+", HealthStatus.Healthy)]
    [InlineData("--+--", HealthStatus.Degraded)]
    public void Checked_GoesByTheFailuresInARow(string results, HealthStatus status) => Assert.Equal(status, After(results).Status);

    [Fact]
    public void Checked_KeepsWhenItWasWellAndWhyItIsNot()
    {
        var state = After("+--");
        Assert.Equal((2, "No answer.", Now.AddMinutes(1), Now.AddMinutes(3)), (state.ConsecutiveFailures, state.Message, state.LastHealthy!.Value, state.LastCheck!.Value));
        Assert.Equal(TimeSpan.FromMilliseconds(7), state.Latency);
    }

    [Fact]
    public void Checked_WhatSaysThatItIsDegraded_HasNotFailed()
    {
        var state = HealthPolicy.Checked(After("--"), CheckResult.Degraded("Redis may evict keys."), default, Now);
        Assert.Equal((HealthStatus.Degraded, 0, null), (state.Status, state.ConsecutiveFailures, state.LastHealthy));
    }

    [Fact]
    public void Checked_WhileItIsRestarted_ChangesNothing()
    {
        var restarting = HealthPolicy.RestartBegun(After("---"), "Restarted.");
        Assert.Equal((HealthStatus.Restarting, 1), (restarting.Status, restarting.Restarts));
        Assert.Equal(restarting, HealthPolicy.Checked(restarting, Fails, default, Now));
        Assert.Equal(HealthStatus.Healthy, HealthPolicy.RestartEnded(restarting, CheckResult.Healthy(), default, Now).Status);
        Assert.Equal((HealthStatus.Unhealthy, 4), (HealthPolicy.RestartEnded(restarting, Fails, default, Now).Status, HealthPolicy.RestartEnded(restarting, Fails, default, Now).ConsecutiveFailures));
    }

    private static ComponentState After(string results) => results.Select((result, number) => (result, number)).Aggregate(
        ComponentState.Unknown,
        (state, next) => HealthPolicy.Checked(state, next.result == '+' ? CheckResult.Healthy() : Fails, TimeSpan.FromMilliseconds(7), Now.AddMinutes(next.number + 1)));
}
