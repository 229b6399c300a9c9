using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Costs;

/// <summary>Each service, and within it what the costs are for.</summary>
/// <param name="filter">Only services of this category; empty: all.</param>
internal sealed class CostDrilldown(string type, string filter, UsageReports reports, TimeProvider clock) : Handler<CostDrilldown.Answer>(type)
{
    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var period = CostPeriod.Of(call.Arguments, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        var all = await reports.ReadAsync(call.Arguments, period, "DAILY", ["service", "skuName", "compartmentName"], null, cancellationToken);
        var rows = filter.Length == 0 ? all : all.FindAll(row => ServiceCategory.Means(filter, row.Service));
        var total = CostTotal.Of(rows, period);
        var services = CostPart.By(rows, row => row.Service).Select(part => new ServiceCost(
            part.Name, Money.Text(part.Amount, total.Currency), part.Amount, Money.Share(part.Amount, total.TotalAmount),
            Parts(part, row => row.CompartmentName, total), Parts(part, row => row.SkuName, total)));
        return new Answer(total, [.. services], rows.Count > 0 ? null : $"There is no such cost data for {period}.");
    }

    private static IReadOnlyList<Part> Parts(CostPart service, Func<UsageRow, string?> name, CostTotal total) =>
        [.. CostPart.By(service.Rows, name).Select(part => new Part(part.Name, Money.Text(part.Amount, total.Currency), part.Amount, Money.Share(part.Amount, service.Amount)))];

    /// <param name="Percent">Of the service.</param>
    internal sealed record Part(string Name, string Cost, decimal Amount, string Percent);

    internal sealed record ServiceCost(string Service, string Cost, decimal Amount, string Percent, IReadOnlyList<Part> Compartments, IReadOnlyList<Part> Products);

    internal sealed record Answer(CostTotal Summary, IReadOnlyList<ServiceCost> Services, string? Message);
}
