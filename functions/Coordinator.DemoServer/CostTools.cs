using System.Globalization;
using System.Text.Json.Nodes;

namespace Coordinator.DemoServer;

/// <summary>What it costs, from one table of daily costs.</summary>
internal sealed class CostTools(TenancyFile file, TimeProvider time)
{
    private static readonly DemoParameter[] Period =
    [
        new("days", "integer", "Days up to yesterday, 1 to 365; default 30"),
        new("start_date", "string", "First day, e.g. 2026-03-01"),
        new("end_date", "string", "Last day, e.g. 2026-03-31"),
    ];

    public IEnumerable<DemoTool> All() =>
    [
        new("oci_cost_get_summary", "Total cost of a period with its services.", false,
            [new("compartment_id", "string", "OCID or exact name of a compartment"), .. Period, new("service_filter", "string", "Part of a service name, e.g. database")], Summary),
        new("oci_cost_service_drilldown", "Cost of a period by service, compared with the period before.", false, Period, ByService),
        new("oci_cost_by_compartment", "Cost of a period by compartment.", false, Period, ByCompartment),
        new("oci_cost_monthly_trend", "Cost of the last whole months.", false, [new("months", "integer", "Months, 1 to 12; default 6")], Trend),
    ];

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private JsonObject Summary(DemoArguments arguments)
    {
        var (first, last) = PeriodOf(arguments);
        var filter = arguments.Text("service_filter");
        var compartment = CompartmentOf(arguments);
        var lines = Costs.Between(first, last)
            .Where(line => (filter is null || line.Service.Contains(filter, StringComparison.OrdinalIgnoreCase)) && (compartment is null || line.Compartment == compartment))
            .ToList();
        var total = lines.Sum(line => line.Cost);
        return Result("cost_summary", first, last, total, "services", Shares(lines.GroupBy(line => line.Service), total, "service"));
    }

    private JsonObject ByService(DemoArguments arguments)
    {
        var (first, last) = PeriodOf(arguments);
        var length = last.DayNumber - first.DayNumber + 1;
        var before = Costs.Between(first.AddDays(-length), first.AddDays(-1)).GroupBy(line => line.Service).ToDictionary(group => group.Key, group => group.Sum(line => line.Cost));
        var lines = Costs.Between(first, last).ToList();
        var total = lines.Sum(line => line.Cost);
        var services = Shares(lines.GroupBy(line => line.Service), total, "service");
        foreach (var service in services)
        {
            var previous = before[service!["service"]!.GetValue<string>()];
            service["previous_cost"] = previous;
            service["change_percent"] = Percent(service["cost"]!.GetValue<decimal>() - previous, previous);
        }

        return Result("cost_by_service", first, last, total, "services", services);
    }

    private JsonObject ByCompartment(DemoArguments arguments)
    {
        var (first, last) = PeriodOf(arguments);
        var lines = Costs.Between(first, last).ToList();
        var total = lines.Sum(line => line.Cost);
        return Result("cost_by_compartment", first, last, total, "compartments", Shares(lines.GroupBy(line => line.Compartment), total, "compartment"));
    }

    private JsonObject Trend(DemoArguments arguments)
    {
        var count = arguments.Number("months", 6, 1, 12);
        var thisMonth = new DateOnly(Today.Year, Today.Month, 1);
        var months = new JsonArray();
        decimal? previous = null;
        for (var first = thisMonth.AddMonths(-count); first < thisMonth; first = first.AddMonths(1))
        {
            var cost = Costs.Between(first, first.AddMonths(1).AddDays(-1)).Sum(line => line.Cost);
            months.Add(new JsonObject
            {
                ["month"] = first.ToString("yyyy-MM", CultureInfo.InvariantCulture),
                ["cost"] = cost,
                ["change_percent"] = previous is { } earlier ? Percent(cost - earlier, earlier) : null,
            });
            previous = cost;
        }

        return new JsonObject { ["type"] = "cost_trend", ["currency"] = "USD", ["months"] = months };
    }

    private (DateOnly First, DateOnly Last) PeriodOf(DemoArguments arguments)
    {
        var last = arguments.Day("end_date") ?? Today.AddDays(-1);
        var first = arguments.Day("start_date") ?? last.AddDays(1 - arguments.Number("days", 30, 1, 365));
        return first > last ? throw DemoError.Invalid($"Argument 'start_date' ({first:yyyy-MM-dd}) is after the end of the period ({last:yyyy-MM-dd}).")
            : first < Today.AddMonths(-26) ? throw DemoError.Invalid($"Argument 'start_date': costs are kept since {Today.AddMonths(-26):yyyy-MM-dd}.")
            : (first, last > Today ? Today : last);
    }

    private string? CompartmentOf(DemoArguments arguments)
    {
        var wanted = arguments.Text("compartment_id");
        return wanted is null ? null
            : file.Read().Compartments.FirstOrDefault(item => item.Id == wanted || item.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))?.Name
                ?? throw new DemoError(404, "NotAuthorizedOrNotFound", $"There is no compartment '{wanted}'.");
    }

    private static JsonArray Shares(IEnumerable<IGrouping<string, (string Service, string Compartment, decimal Cost)>> groups, decimal total, string name) =>
        new([.. groups.Select(group => (group.Key, Cost: group.Sum(line => line.Cost))).OrderByDescending(group => group.Cost).Select(group => (JsonNode)new JsonObject
        {
            [name] = group.Key,
            ["cost"] = group.Cost,
            ["percent"] = Percent(group.Cost, total),
        })]);

    private static JsonObject Result(string type, DateOnly first, DateOnly last, decimal total, string member, JsonArray items) => new()
    {
        ["type"] = type,
        ["currency"] = "USD",
        ["start_date"] = first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["end_date"] = last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["days"] = last.DayNumber - first.DayNumber + 1,
        ["total"] = total,
        [member] = items,
    };

    private static decimal Percent(decimal part, decimal whole) => whole == 0 ? 0 : Math.Round(part / whole * 100, 1);
}
