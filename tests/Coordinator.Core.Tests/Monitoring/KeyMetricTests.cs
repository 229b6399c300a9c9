using Coordinator.Core.Monitoring;

namespace Coordinator.Core.Tests.Monitoring;

public sealed class KeyMetricTests
{
    [Theory]
    [InlineData(null, MetricStatus.Unknown)]
    [InlineData(0d, MetricStatus.Ok)]
    [InlineData(10d, MetricStatus.Ok)]
    [InlineData(10.1, MetricStatus.Warning)]
    [InlineData(20d, MetricStatus.Warning)]
    [InlineData(20.1, MetricStatus.Critical)]
    public void Status_IsThatOfTheLimitItIsAbove(double? value, MetricStatus status) =>
        Assert.Equal(status, new KeyMetric("queue", "", value, "", WarningAbove: 10, CriticalAbove: 20, IsShared: true).Status);
}
