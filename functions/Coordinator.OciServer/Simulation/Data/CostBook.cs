namespace Coordinator.OciServer.Simulation.Data;

/// <summary>Daily costs as a pure function of seed, rate and day; integers only, so that every machine gets the same cents.</summary>
/// <param name="began">The day the simulation began: the data reaches twelve months back from its month.</param>
internal sealed class CostBook(string seed, DateOnly began)
{
    private const int MonthsKept = 12;

    /// <summary>A forgotten job wrote to object storage for some days, some weeks ago.</summary>
    private const string SpikeService = "Object Storage";
    private const int SpikeBegan = 33;
    private const int SpikeDays = 4;
    private const int SpikeTimes = 14;

    public DateOnly First { get; } = new DateOnly(began.Year, began.Month, 1).AddMonths(-MonthsKept);

    /// <summary>In cents; nothing before the data begins, and nothing for days that are not over.</summary>
    public long Cents(CostRate rate, DateOnly day, DateOnly today)
    {
        if (day < First || day >= today) return 0;
        var month = Spread.Between($"{seed}|{rate.Service}|{day:yyyy-MM}", 88, 112);
        var noise = Spread.Between($"{seed}|{rate.Service}|{rate.Sku}|{rate.CompartmentId}|{day:yyyy-MM-dd}", 94, 106);
        var weekend = rate.Service == "Compute" && day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 86 : 100;
        var growth = 100 + (rate.PercentAMonth * (((day.Year - First.Year) * 12) + day.Month - First.Month));
        var spike = rate.Service == SpikeService && day.DayNumber - began.AddDays(-SpikeBegan).DayNumber is >= 0 and < SpikeDays ? SpikeTimes : 1;
        return rate.CentsPerDay * month * noise * weekend * growth * spike / 100_000_000;
    }
}
