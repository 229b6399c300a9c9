using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Costs;

internal sealed class CostSummary(UsageReports reports, CompartmentDirectory directory, TimeProvider clock) : Handler<CostSummary.Answer>("cost_summary")
{
    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments;
        var period = CostPeriod.Of(arguments, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        var compartments = arguments.Text("compartment_id") is { } text ? await SubtreeAsync(call, text, cancellationToken) : null;
        var all = await reports.ReadAsync(arguments, period, "DAILY", ["service"], compartments, cancellationToken);
        var filter = arguments.Text("service_filter");
        var rows = filter is null ? all : all.FindAll(row => ServiceCategory.Means(filter, row.Service));
        var total = CostTotal.Of(rows, period);
        var services = CostPart.By(rows, row => row.Service)
            .Select(part => new ServiceCost(part.Name, Money.Text(part.Amount, total.Currency), part.Amount, Money.Share(part.Amount, total.TotalAmount)));
        return new Answer(total, [.. services], filter, rows.Count > 0 ? null : Nothing(all, filter, period));
    }

    private async Task<IEnumerable<string>> SubtreeAsync(ToolCall call, string text, CancellationToken cancellationToken)
    {
        var tree = await directory.TreeAsync(call.Arguments, fresh: false, cancellationToken);
        return tree.From(tree.Find("compartment_id", text).Id, subtree: true).Select(compartment => compartment.Id);
    }

    private static string Nothing(List<UsageRow> all, string? filter, CostPeriod period) => filter is null || all.Count == 0
        ? $"There is no cost data for {period}."
        : $"No costs of services matching \"{filter}\". Services: {string.Join(", ", CostPart.By(all, row => row.Service).Select(part => part.Name))}.";

    internal sealed record ServiceCost(string Service, string Cost, decimal Amount, string Percent);

    internal sealed record Answer(CostTotal Summary, IReadOnlyList<ServiceCost> Services, string? Filter, string? Message);
}
