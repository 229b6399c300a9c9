namespace Coordinator.OciServer.Handlers.Costs;

/// <summary>The head of every cost answer.</summary>
/// <param name="Total">As text, <c>1,234.56 USD</c>.</param>
/// <param name="TotalAmount">The same as a number.</param>
internal sealed record CostTotal(string Total, decimal TotalAmount, string Currency, string Period, DateOnly StartDate, DateOnly EndDate, int Days)
{
    public static CostTotal Of(IReadOnlyList<UsageRow> rows, CostPeriod period)
    {
        var (amount, currency) = (Money.Cents(rows.Sum(row => row.Amount)), Money.CurrencyOf(rows));
        return new CostTotal(Money.Text(amount, currency), amount, currency, period.ToString(), period.Start, period.End, period.Days);
    }
}
