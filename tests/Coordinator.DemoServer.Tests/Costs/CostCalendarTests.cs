using Coordinator.DemoServer.Costs;

namespace Coordinator.DemoServer.Tests.Costs;

public sealed class CostCalendarTests
{
    private static readonly CostCalendar Calendar = new(new DateOnly(2026, 3, 1));

    [Fact]
    public void Known_OnTheFirstOfAMonth_EndsWithTheMonthBefore() =>
        Assert.Equal("2025-03-01 to 2026-02-28", Calendar.Known.ToString());

    [Fact]
    public void LastMonths_OfAYear_IsAllKnown() =>
        Assert.All(Calendar.LastMonths(12).SkipLast(1), m => Assert.Null(Calendar.Gap(m)));

    [Fact]
    public void Gap_OfAMonthThatHasJustBegun_SaysThatThereIsNothing() =>
        Assert.StartsWith("There is no cost data for 2026-03-01 to 2026-03-31", Calendar.Gap(Calendar.LastMonths(1).Single()), StringComparison.Ordinal);

    [Fact]
    public void Problem_OfTheRunningMonth_IsNone() => Assert.Null(Calendar.Problem(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31)));

    [Fact]
    public void LastDays_AcrossALeapDay_CountsIt() =>
        Assert.Equal("2028-02-29 to 2028-02-29", new CostCalendar(new DateOnly(2028, 3, 1)).LastDays(1).ToString());
}
