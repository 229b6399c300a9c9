using System.Globalization;
using System.Text.Json.Nodes;
using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Handlers.Monitoring;

/// <summary>Metrics of the Monitoring service, by its query language.</summary>
internal static class MetricSeries
{
    public static async Task<IReadOnlyList<Series>> ReadAsync(
        OciCaller oci, Arguments arguments, string compartment, string metricNamespace, string query, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, "/20180401/metrics/actions/summarizeMetricsData")
        {
            Query = [new("compartmentId", compartment)],
            Body = new JsonObject { ["namespace"] = metricNamespace, ["query"] = query, ["startTime"] = Time(from), ["endTime"] = Time(to) },
        };
        var streams = (await oci.SendAsync(OciCaller.Target(OciServices.Monitoring, arguments), request, cancellationToken)).Read<List<Stream>>();
        return [.. streams.Select(stream => new Series(stream.Name, stream.Metadata?.GetValueOrDefault("unit"), stream.Dimensions ?? [], [.. (stream.AggregatedDatapoints ?? []).OrderBy(point => point.Timestamp)]))];
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record Stream(string Name, Dictionary<string, string>? Dimensions, Dictionary<string, string>? Metadata, IReadOnlyList<Datapoint>? AggregatedDatapoints);

    internal sealed record Datapoint(DateTimeOffset Timestamp, double Value);

    internal sealed record Series(string Name, string? Unit, Dictionary<string, string> Dimensions, IReadOnlyList<Datapoint> Datapoints);
}
