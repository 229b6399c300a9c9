using Coordinator.DemoServer.Cloud;
using Coordinator.DemoServer.Costs;

namespace Coordinator.DemoServer.Tools;

internal sealed class CostTrendTool(ReadContext context) : ReadTool(
    new ToolCard(
        "oci_cost_monthly_trend",
        "Monthly cost trend",
        "Cost of each of the last calendar months, oldest first; the running month is the last one and marked as partial.",
        ToolParameter.Number(Months, 6, 1, CostCalendar.MonthsKept, "How many months, the running one included.")),
    context)
{
    private const string Months = "months";

    protected override ToolAnswer Look(Tenancy tenancy, ToolArguments arguments)
    {
        var calendar = new CostCalendar(DateOnly.FromDateTime(Now.UtcDateTime));
        var trend = new List<MonthCost>();
        decimal? before = null;
        foreach (var month in calendar.LastMonths(arguments.Number(Months)))
        {
            var amount = CostBook.Rows(tenancy, month.Intersect(calendar.Known)).Sum(r => r.Amount);
            var partial = !calendar.IsOver(month);
            trend.Add(new MonthCost($"{month.Start:yyyy-MM}", Usd.Text(amount), amount, partial ? null : Usd.Change(amount, before), partial));
            before = amount;
        }

        return new CostTrend(Summarize(trend), trend);
    }

    /// <summary>The average is over whole months only: a running one would drag it down.</summary>
    private static TrendSummary Summarize(List<MonthCost> trend)
    {
        var total = trend.Sum(m => m.Amount);
        var whole = trend.Where(m => !m.Partial).Select(m => m.Amount).ToList();
        var average = whole.Count == 0 ? null : Usd.Text(whole.Average()) + "/month";
        return new TrendSummary(Usd.Text(total), total, Usd.Currency, average, $"{trend[0].Month} to {trend[^1].Month}", trend.Count);
    }

    private sealed record MonthCost(string Month, string Cost, decimal Amount, string? Change, bool Partial);

    private sealed record TrendSummary(string Total, decimal TotalAmount, string Currency, string? Average, string Period, int Months);

    private sealed record CostTrend(TrendSummary Summary, IReadOnlyList<MonthCost> Trend) : ToolAnswer("cost_monthly_trend");
}
