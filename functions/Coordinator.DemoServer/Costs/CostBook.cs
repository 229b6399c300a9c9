using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Costs;

/// <summary>Daily costs as a pure function of seed, rate and day; integers only, so that every machine gets the same cents.</summary>
internal static class CostBook
{
    public static IEnumerable<CostRow> Rows(Tenancy tenancy, CostPeriod? period)
    {
        if (period is null) yield break;
        for (var day = period.Start; day <= period.End; day = day.AddDays(1))
        {
            foreach (var rate in tenancy.CostRates)
                yield return new CostRow(day, rate.Service, rate.Category, rate.CompartmentId, Cents(tenancy.CostSeed, rate, day) * 0.01m);
        }
    }

    private static long Cents(string seed, CostRate rate, DateOnly day)
    {
        var month = Spread($"{seed}|{rate.Service}|{day:yyyy-MM}", 88, 112);
        var noise = Spread($"{seed}|{rate.Service}|{rate.CompartmentId}|{day:yyyy-MM-dd}", 94, 106);
        var weekend = rate.Category == "compute" && day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 86 : 100;
        return rate.CentsPerDay * month * noise * weekend / 1_000_000;
    }

    private static long Spread(string key, int low, int high) => low + (long)(Hash(key) % (ulong)(high - low + 1));

    /// <summary>FNV-1a with a final mix; <c>string.GetHashCode</c> differs from process to process.</summary>
    private static ulong Hash(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in key)
            hash = (hash ^ character) * 1099511628211UL;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 33);
    }
}
