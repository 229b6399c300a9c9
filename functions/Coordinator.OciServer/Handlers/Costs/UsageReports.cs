using System.Text.Json.Nodes;
using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Handlers.Identity;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Handlers.Costs;

/// <summary>OCI's Usage service. It answers in the home region, for the whole tenancy: by days for 90 of them, by months for 12, so that longer periods are asked for in parts.</summary>
internal sealed class UsageReports(OciCaller oci, Principals principals, RegionSubscriptions regions)
{
    private const int MostDays = 90;
    private const int MostMonths = 12;

    /// <summary>Compartments are up to six levels deep; without it the service does not break costs down by them.</summary>
    private const int DeepestCompartment = 6;

    /// <param name="granularity"><c>DAILY</c> or <c>MONTHLY</c>; a month begins with its first day.</param>
    /// <param name="compartments">Only costs that arise in these; null: anywhere.</param>
    public async Task<List<UsageRow>> ReadAsync(
        Arguments arguments, CostPeriod period, string granularity, IReadOnlyList<string> groupBy, IEnumerable<string>? compartments, CancellationToken cancellationToken)
    {
        var tenancy = principals.Of(arguments.Profile).Profile.Tenancy;
        var home = await regions.HomeAsync(arguments, cancellationToken);
        var target = OciCaller.Target(OciServices.Usage, arguments) with { Region = home };
        var filter = compartments is null ? null : Filter(compartments);
        var rows = new List<UsageRow>();
        foreach (var part in Parts(period, granularity))
        {
            var body = new JsonObject
            {
                ["tenantId"] = tenancy,
                ["timeUsageStarted"] = Midnight(part.Start),
                ["timeUsageEnded"] = Midnight(part.End.AddDays(1)),
                ["granularity"] = granularity,
                ["queryType"] = "COST",
                ["isAggregateByTime"] = granularity == "DAILY",
                ["groupBy"] = new JsonArray([.. groupBy.Select(dimension => JsonValue.Create(dimension))]),
            };
            if (groupBy.Any(dimension => dimension.StartsWith("compartment", StringComparison.Ordinal))) body["compartmentDepth"] = DeepestCompartment;
            if (filter is not null) body["filter"] = filter.DeepClone();
            rows.AddRange(await oci.ListAsync<Report, UsageRow>(target, new ApiRequest(HttpMethod.Post, "/20200107/usage") { Body = body }, report => report.Items, int.MaxValue, cancellationToken));
        }

        return rows;
    }

    private static IEnumerable<CostPeriod> Parts(CostPeriod period, string granularity)
    {
        for (var start = period.Start; start <= period.End;)
        {
            var last = granularity == "MONTHLY" ? start.AddMonths(MostMonths).AddDays(-1) : start.AddDays(MostDays - 1);
            var part = new CostPeriod(start, last < period.End ? last : period.End);
            yield return part;
            start = part.End.AddDays(1);
        }
    }

    private static JsonObject Filter(IEnumerable<string> compartments) => new()
    {
        ["operator"] = "OR",
        ["dimensions"] = new JsonArray([.. compartments.Select(id => new JsonObject { ["key"] = "compartmentId", ["value"] = id })]),
    };

    private static string Midnight(DateOnly day) => $"{day:yyyy-MM-dd}T00:00:00.000Z";

    private sealed record Report(IReadOnlyList<UsageRow> Items);
}
