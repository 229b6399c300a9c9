using Coordinator.DemoServer.Cloud;
using Coordinator.DemoServer.Costs;

namespace Coordinator.DemoServer.Tools;

internal sealed class CostSummaryTool(ReadContext context) : CostTool(
    new ToolCard(
        "oci_cost_get_summary",
        "Cost summary",
        "Total cost of the tenancy or of a compartment with everything below it, and what each service has of it.",
        CompartmentArgument.Optional("OCID of the compartment; without it the whole tenancy."),
        CostArguments.Days,
        CostArguments.StartDate,
        CostArguments.EndDate,
        ToolParameter.Text(ServiceFilter, "Only services of this category (compute, database, storage, network, management) or with this in their name.")),
    context)
{
    private const string ServiceFilter = "service_filter";

    protected override ToolAnswer Sum(Tenancy tenancy, ToolArguments arguments, IReadOnlyList<CostRow> rows, CostPeriod period, string? gap)
    {
        var filter = arguments.Text(ServiceFilter);
        var scope = new CompartmentTree(tenancy.Compartments).Scope(arguments.Text(CompartmentArgument.Id), includeSubtree: true);
        var counted = rows.Where(r => scope.Contains(r.CompartmentId) && Matches(r, filter)).ToList();
        var total = counted.Sum(r => r.Amount);
        var services = CostShare.By(counted, r => r.Service).Select(s => new ServiceCost(s.Key, Usd.Text(s.Amount), s.Amount, Usd.Share(s.Amount, total)));
        return new CostSummary(CostTotal.Of(total, period), [.. services], filter, gap ?? Nothing(tenancy, counted.Count, filter));
    }

    private static bool Matches(CostRow row, string? filter) =>
        filter is null
        || row.Category.Equals(filter, StringComparison.OrdinalIgnoreCase)
        || row.Service.Contains(filter, StringComparison.OrdinalIgnoreCase);

    private static string? Nothing(Tenancy tenancy, int count, string? filter) => (count, filter) switch
    {
        (> 0, _) => null,
        (_, null) => "Nothing in this compartment costs anything.",
        _ => $"No costs of services matching \"{filter}\". Services: {string.Join(", ", tenancy.CostRates.Select(r => r.Service).Distinct())}.",
    };

    private sealed record ServiceCost(string Service, string Cost, decimal Amount, string Percent);

    private sealed record CostSummary(CostTotal Summary, IReadOnlyList<ServiceCost> Services, string? Filter, string? Message) : ToolAnswer("cost_summary");
}
