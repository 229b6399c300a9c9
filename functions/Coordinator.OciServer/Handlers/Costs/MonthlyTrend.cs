using System.Globalization;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Costs;

internal sealed class MonthlyTrend(UsageReports reports, TimeProvider clock) : Handler<MonthlyTrend.Answer>("cost_monthly_trend")
{
    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var running = new DateOnly(today.Year, today.Month, 1);
        var months = Enumerable.Range(1 - call.Arguments.Number("months"), call.Arguments.Number("months")).Select(running.AddMonths).ToList();
        var rows = await reports.ReadAsync(call.Arguments, new CostPeriod(months[0], CostPeriod.Month(running).End), "MONTHLY", ["service"], null, cancellationToken);
        var currency = Money.CurrencyOf(rows);
        var trend = new List<MonthCost>();
        decimal? before = null;
        foreach (var month in months)
        {
            var amount = Money.Cents(rows.Where(row => row.IsIn(month)).Sum(row => row.Amount));
            var isPartial = month == running;
            trend.Add(new MonthCost(month.ToString("yyyy-MM", CultureInfo.InvariantCulture), Money.Text(amount, currency), amount, isPartial ? null : Money.Change(amount, before), isPartial));
            before = amount;
        }

        return new Answer(Summarize(trend, currency), trend);
    }

    /// <summary>The average is over whole months only: a running one would drag it down.</summary>
    private static TrendSummary Summarize(List<MonthCost> trend, string currency)
    {
        var total = Money.Cents(trend.Sum(month => month.Amount));
        var whole = trend.Where(month => !month.Partial).Select(month => month.Amount).ToList();
        var average = whole.Count == 0 ? null : $"{Money.Text(whole.Average(), currency)}/month";
        return new TrendSummary(Money.Text(total, currency), total, currency, average, $"{trend[0].Month} to {trend[^1].Month}", trend.Count);
    }

    /// <param name="Change">Against the month before; null for the running month, which is not over.</param>
    internal sealed record MonthCost(string Month, string Cost, decimal Amount, string? Change, bool Partial);

    internal sealed record TrendSummary(string Total, decimal TotalAmount, string Currency, string? Average, string Period, int Months);

    internal sealed record Answer(TrendSummary Summary, IReadOnlyList<MonthCost> Trend);
}
