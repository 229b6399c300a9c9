using System.Globalization;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Costs;

/// <summary>Several months side by side, service by service.</summary>
internal sealed class UsageComparison(UsageReports reports, TimeProvider clock) : Handler<UsageComparison.Answer>("cost_comparison")
{
    private const int MostMonths = 12;

    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var months = Months(call.Arguments, today);
        var rows = new List<UsageRow>();
        foreach (var period in Periods(months)) rows.AddRange(await reports.ReadAsync(call.Arguments, period, "MONTHLY", ["service"], null, cancellationToken));
        var currency = Money.CurrencyOf(rows);
        var columns = months.Select(month => (Month: month, Rows: rows.FindAll(row => row.IsIn(month)))).ToList();
        var totals = columns.Select(column => Money.Cents(column.Rows.Sum(row => row.Amount))).ToList();
        var compared = columns.Select((column, index) => new MonthTotal(
            column.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), Money.Text(totals[index], currency), totals[index], index == 0 ? null : Money.Change(totals[index], totals[index - 1]), CostPeriod.Month(column.Month).End >= today));
        return new Answer(currency, [.. compared], Services(columns.ConvertAll(column => column.Rows), currency), Money.Change(totals[^1], totals[0]));
    }

    private static IReadOnlyList<ServiceRow> Services(List<List<UsageRow>> columns, string currency) =>
        [.. columns.SelectMany(rows => rows).Select(row => row.Service ?? "(none)").Distinct()
            .Select(service => (Service: service, Amounts: columns.ConvertAll(rows => Money.Cents(rows.Where(row => row.Service == service).Sum(row => row.Amount)))))
            .Select(row => new ServiceRow(row.Service, row.Amounts, [.. row.Amounts.Select(amount => Money.Text(amount, currency))], Money.Change(row.Amounts[^1], row.Amounts[0])))
            .OrderByDescending(row => row.Amounts.Sum()).ThenBy(row => row.Service, StringComparer.Ordinal)];

    /// <summary>The months with those between them, a year at a time: what lies between months years apart is not asked for.</summary>
    private static IEnumerable<CostPeriod> Periods(List<DateOnly> months)
    {
        for (var left = months.Order().ToList(); left.Count > 0;)
        {
            var near = left.TakeWhile(month => month < left[0].AddMonths(MostMonths)).ToList();
            yield return new CostPeriod(near[0], CostPeriod.Month(near[^1]).End);
            left.RemoveRange(0, near.Count);
        }
    }

    private static List<DateOnly> Months(Arguments arguments, DateOnly today)
    {
        var months = arguments.Text("months")!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => Month(text, today)).Distinct().ToList();
        if (months.Find(month => month > today) is var future && future > today) throw new ToolException(ToolError.InvalidParameter($"months has {future:yyyy-MM}, which has not begun."));
        return months.Count is >= 2 and <= MostMonths ? months : throw new ToolException(ToolError.InvalidParameter($"months must name 2 to {MostMonths} different months."));
    }

    /// <summary>2026-08, or a name such as August or Aug: then the latest one that has begun.</summary>
    private static DateOnly Month(string text, DateOnly today)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)) return month;
        if (!DateTime.TryParseExact(text, ["MMMM", "MMM", "MMMM yyyy", "MMM yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var named))
        {
            throw new ToolException(ToolError.InvalidParameter($"months has \"{text}\": it must be a month such as 2026-08 or August."));
        }

        if (text.Any(char.IsAsciiDigit)) return new DateOnly(named.Year, named.Month, 1);
        return new DateOnly(named.Month <= today.Month ? today.Year : today.Year - 1, named.Month, 1);
    }

    /// <param name="Change">Against the month named before it.</param>
    internal sealed record MonthTotal(string Month, string Cost, decimal Amount, string? Change, bool Partial);

    /// <param name="Amounts">In the order of the months.</param>
    /// <param name="Change">Of the last month named against the first.</param>
    internal sealed record ServiceRow(string Service, IReadOnlyList<decimal> Amounts, IReadOnlyList<string> Costs, string? Change);

    /// <param name="Change">Of the last month named against the first, all services together.</param>
    internal sealed record Answer(string Currency, IReadOnlyList<MonthTotal> Months, IReadOnlyList<ServiceRow> Services, string? Change);
}
