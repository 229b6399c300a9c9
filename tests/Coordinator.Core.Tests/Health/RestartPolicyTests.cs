using Coordinator.Core.Health;

namespace Coordinator.Core.Tests.Health;

/// <summary>Defect 12 of the original: restarts could not be switched off.</summary>
public sealed class RestartPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(HealthStatus.Unknown)]
    [InlineData(HealthStatus.Healthy)]
    [InlineData(HealthStatus.Degraded)]
    [InlineData(HealthStatus.Restarting)]
    public void Decide_WhenItIsNotUnhealthy_LeavesItAlone(HealthStatus status) => Assert.Equal(RestartDecision.NotNeeded, Decide(status));

    [Fact]
    public void Decide_WhenItIsSwitchedOff_LeavesItAlone() => Assert.Equal(RestartDecision.SwitchedOff, Decide(HealthStatus.Unhealthy, isOn: false));

    [Theory]
    [InlineData(0, RestartDecision.CoolingDown)]
    [InlineData(59, RestartDecision.CoolingDown)]
    [InlineData(60, RestartDecision.Restart)]
    public void Decide_CoolsDownForAMinute(int secondsAgo, RestartDecision decision) =>
        Assert.Equal(decision, Decide(HealthStatus.Unhealthy, last: Now.AddSeconds(-secondsAgo)));

    [Theory]
    [InlineData(4, 10, RestartDecision.Restart)]
    [InlineData(5, 10, RestartDecision.TooMany)]
    [InlineData(5, 60, RestartDecision.Restart)]
    public void Decide_AllowsFiveAnHour(int restarts, int minutesAgo, RestartDecision decision) =>
        Assert.Equal(decision, Decide(HealthStatus.Unhealthy, automatic: Enumerable.Repeat(Now.AddMinutes(-minutesAgo), restarts)));

    private static RestartDecision Decide(HealthStatus status, bool isOn = true, DateTimeOffset? last = null, IEnumerable<DateTimeOffset>? automatic = null) =>
        RestartPolicy.Decide(status, isOn, last, automatic ?? [], Now);
}
