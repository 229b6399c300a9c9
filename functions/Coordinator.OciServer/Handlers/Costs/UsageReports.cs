using System.Text.Json.Nodes;
using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Handlers.Identity;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Handlers.Costs;

/// <summary>OCI's Usage service. It answers in the home region, for the whole tenancy.</summary>
internal sealed class UsageReports(OciCaller oci, Principals principals, RegionSubscriptions regions)
{
    /// <param name="granularity"><c>DAILY</c> or <c>MONTHLY</c>; a month begins with its first day.</param>
    /// <param name="compartments">Only costs that arise in these; null: anywhere.</param>
    public async Task<List<UsageRow>> ReadAsync(
        Arguments arguments, CostPeriod period, string granularity, IReadOnlyList<string> groupBy, IEnumerable<string>? compartments, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["tenantId"] = principals.Of(arguments.Profile).Profile.Tenancy,
            ["timeUsageStarted"] = Midnight(period.Start),
            ["timeUsageEnded"] = Midnight(period.End.AddDays(1)),
            ["granularity"] = granularity,
            ["queryType"] = "COST",
            ["isAggregateByTime"] = granularity == "DAILY",
            ["groupBy"] = new JsonArray([.. groupBy.Select(dimension => JsonValue.Create(dimension))]),
        };
        if (compartments is not null) body["filter"] = Filter(compartments);
        var home = await regions.HomeAsync(arguments, cancellationToken);
        var target = OciCaller.Target(OciServices.Usage, arguments) with { Region = home };
        return await oci.ListAsync<Report, UsageRow>(target, new ApiRequest(HttpMethod.Post, "/20200107/usage") { Body = body }, report => report.Items, int.MaxValue, cancellationToken);
    }

    private static JsonObject Filter(IEnumerable<string> compartments) => new()
    {
        ["operator"] = "OR",
        ["dimensions"] = new JsonArray([.. compartments.Select(id => new JsonObject { ["key"] = "compartmentId", ["value"] = id })]),
    };

    private static string Midnight(DateOnly day) => $"{day:yyyy-MM-dd}T00:00:00.000Z";

    private sealed record Report(IReadOnlyList<UsageRow> Items);
}
