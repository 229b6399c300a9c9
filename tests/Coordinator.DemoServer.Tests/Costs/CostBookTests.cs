using Coordinator.DemoServer.Cloud;
using Coordinator.DemoServer.Costs;

namespace Coordinator.DemoServer.Tests.Costs;

public sealed class CostBookTests
{
    private static readonly Tenancy Tenancy = FirstTenancy.Create(DateTimeOffset.UnixEpoch);

    private static readonly CostPeriod Week = new(new DateOnly(2026, 10, 5), new DateOnly(2026, 10, 11));

    [Fact]
    public void Rows_OfAPeriod_HasEachRateOnEachDayInWholeCents()
    {
        var rows = CostBook.Rows(Tenancy, Week).ToList();

        Assert.Equal(7 * Tenancy.CostRates.Count, rows.Count);
        Assert.All(rows, r => Assert.True(r.Amount > 0 && r.Amount * 100 == Math.Floor(r.Amount * 100)));
    }

    [Fact]
    public void Rows_OfADay_DoNotDependOnTheRestOfThePeriod()
    {
        var day = new CostPeriod(Week.End, Week.End);

        Assert.Equal(CostBook.Rows(Tenancy, day), CostBook.Rows(Tenancy, Week).Where(r => r.Day == Week.End));
    }

    [Fact]
    public void Rows_OfAnotherSeed_Differ() =>
        Assert.NotEqual(CostBook.Rows(Tenancy, Week), CostBook.Rows(Tenancy with { CostSeed = "other" }, Week));

    /// <summary>Fails when the formula changes: documents and screenshots quote these amounts.</summary>
    [Fact]
    public void Rows_OfTheFirstTenancy_StayAsTheyAre() =>
        Assert.Equal(11_461.28m, CostBook.Rows(Tenancy, new(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 31))).Sum(r => r.Amount));

    [Fact]
    public void Rows_OfNoPeriod_AreNone() => Assert.Empty(CostBook.Rows(Tenancy, null));
}
