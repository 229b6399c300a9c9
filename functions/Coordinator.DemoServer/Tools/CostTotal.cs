using Coordinator.DemoServer.Costs;

namespace Coordinator.DemoServer.Tools;

/// <summary>The head of every cost answer.</summary>
/// <param name="Total">As text, <c>1,234.56 USD</c>.</param>
/// <param name="TotalAmount">The same as a number.</param>
internal sealed record CostTotal(string Total, decimal TotalAmount, string Currency, string Period, DateOnly StartDate, DateOnly EndDate, int Days)
{
    public static CostTotal Of(decimal amount, CostPeriod period) =>
        new(Usd.Text(amount), amount, Usd.Currency, period.ToString(), period.Start, period.End, period.Days);
}
