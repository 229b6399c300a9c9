using Coordinator.DemoServer.Cloud;
using Coordinator.DemoServer.Costs;

namespace Coordinator.DemoServer.Tools;

internal sealed class CostByServiceTool(ReadContext context) : CostTool(
    new ToolCard(
        "oci_cost_service_drilldown",
        "Costs by service",
        "Cost of each service in the tenancy, and in which compartments it arises.",
        CostArguments.Days,
        CostArguments.StartDate,
        CostArguments.EndDate),
    context)
{
    protected override ToolAnswer Sum(Tenancy tenancy, ToolArguments arguments, IReadOnlyList<CostRow> rows, CostPeriod period, string? gap)
    {
        var tree = new CompartmentTree(tenancy.Compartments);
        var total = rows.Sum(r => r.Amount);
        var services = CostShare.By(rows, r => r.Service)
            .Select(s => new ServiceCost(s.Key, Usd.Text(s.Amount), s.Amount, Usd.Share(s.Amount, total), Where(rows, s.Key, tree)));
        return new CostByService(CostTotal.Of(total, period), [.. services], gap);
    }

    private static IReadOnlyList<CompartmentPart> Where(IEnumerable<CostRow> rows, string service, CompartmentTree tree) =>
        [.. CostShare.By(rows.Where(r => r.Service == service), r => r.CompartmentId)
            .Select(c => new CompartmentPart(tree.NameOf(c.Key), Usd.Text(c.Amount), c.Amount))];

    private sealed record CompartmentPart(string Compartment, string Cost, decimal Amount);

    private sealed record ServiceCost(string Service, string Cost, decimal Amount, string Percent, IReadOnlyList<CompartmentPart> Compartments);

    private sealed record CostByService(CostTotal Summary, IReadOnlyList<ServiceCost> Services, string? Message) : ToolAnswer("cost_service_drilldown");
}
