namespace Coordinator.DemoServer.Costs;

/// <summary>Which days there are costs for: the twelve months before the running one, and the running one up to yesterday.</summary>
internal sealed class CostCalendar(DateOnly today)
{
    public const int MonthsKept = 12;

    public CostPeriod Known { get; } = new(FirstOfMonth(today).AddMonths(-MonthsKept), today.AddDays(-1));

    public CostPeriod LastDays(int days) => new(today.AddDays(-days), today.AddDays(-1));

    /// <summary>The last <paramref name="count"/> calendar months, oldest first; the running one is the last.</summary>
    public IEnumerable<CostPeriod> LastMonths(int count) =>
        Enumerable.Range(1 - count, count)
            .Select(offset => FirstOfMonth(today).AddMonths(offset))
            .Select(first => new CostPeriod(first, first.AddMonths(1).AddDays(-1)));

    public bool IsOver(CostPeriod period) => period.End < today;

    /// <summary>Null if the dates make a period, else what is wrong with them.</summary>
    public string? Problem(DateOnly? start, DateOnly? end) => (start, end) switch
    {
        (null, null) => null,
        (null, _) or (_, null) => "start_date and end_date go together: give both or neither.",
        _ when start > end => $"start_date {start:yyyy-MM-dd} is after end_date {end:yyyy-MM-dd}.",
        _ when start > today => $"start_date {start:yyyy-MM-dd} is in the future; today is {today:yyyy-MM-dd}.",
        _ => null,
    };

    /// <summary>One sentence if some of the period has no data, so that a low sum is not taken for a saving.</summary>
    public string? Gap(CostPeriod period) => period.Intersect(Known) switch
    {
        null => $"There is no cost data for {period}; it covers {Known}.",
        var covered when covered != period => $"Only {covered} is counted: cost data covers {Known}.",
        _ => null,
    };

    private static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);
}
