using Coordinator.DemoServer.Cloud;
using Coordinator.DemoServer.Costs;

namespace Coordinator.DemoServer.Tools;

internal sealed class CostByCompartmentTool(ReadContext context) : CostTool(
    new ToolCard(
        "oci_cost_by_compartment",
        "Costs by compartment",
        "Cost of each compartment by itself, without those below it; compartments without costs are left out.",
        CostArguments.Days,
        CostArguments.StartDate,
        CostArguments.EndDate),
    context)
{
    protected override ToolAnswer Sum(Tenancy tenancy, ToolArguments arguments, IReadOnlyList<CostRow> rows, CostPeriod period, string? gap)
    {
        var tree = new CompartmentTree(tenancy.Compartments);
        var total = rows.Sum(r => r.Amount);
        var compartments = CostShare.By(rows, r => r.CompartmentId)
            .Select(c => new CompartmentCost(tree.NameOf(c.Key), c.Key, Usd.Text(c.Amount), c.Amount, Usd.Share(c.Amount, total)));
        return new CostByCompartment(CostTotal.Of(total, period), [.. compartments], gap);
    }

    private sealed record CompartmentCost(string Compartment, string CompartmentId, string Cost, decimal Amount, string Percent);

    private sealed record CostByCompartment(CostTotal Summary, IReadOnlyList<CompartmentCost> Compartments, string? Message)
        : ToolAnswer("cost_by_compartment");
}
