using Coordinator.Core.Failures;

namespace Coordinator.Connections.Tests.Mcp;

public sealed class ReconnectBackoffTests
{
    private static readonly Failure Away = new(FailureClass.Unavailable, "away");

    [Fact]
    public void Failed_AgainAndAgain_PausesGrowToHalfAMinuteAndNeverEnd()
    {
        var backoff = new ReconnectBackoff(PoolUnderTest.Clock(), () => 0.5);

        var pauses = Enumerable.Range(0, 5000).Select(_ => backoff.Failed(Away).TotalSeconds).ToList();

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], pauses.Take(7));
        Assert.All(pauses.Skip(7), pause => Assert.Equal(30, pause));
    }

    [Theory]
    [InlineData(0.0, 0.75)]
    [InlineData(1.0, 1.25)]
    public void Failed_ChanceSpreadsPausesByAQuarter(double chance, double expected) =>
        Assert.Equal(expected, new ReconnectBackoff(PoolUnderTest.Clock(), () => chance).Failed(Away).TotalSeconds);

    [Fact]
    public void Failed_ServerAsksForMore_GetsIt() =>
        Assert.Equal(TimeSpan.FromMinutes(10), new ReconnectBackoff(PoolUnderTest.Clock(), () => 0.5).Failed(Away with { RetryAfter = TimeSpan.FromMinutes(10) }));

    [Fact]
    public void Wait_EndsWithThePause_AndSuccessStartsAnew()
    {
        var clock = PoolUnderTest.Clock();
        var backoff = new ReconnectBackoff(clock, () => 0.5);
        backoff.Failed(Away);
        backoff.Failed(Away);
        Assert.Equal((true, TimeSpan.FromSeconds(2)), (backoff.IsFailing, backoff.Wait));

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.Zero, backoff.Wait);

        backoff.Succeeded();
        Assert.False(backoff.IsFailing);
        Assert.Equal(TimeSpan.FromSeconds(1), backoff.Failed(Away));
    }
}
