using Coordinator.OciServer.Simulation.Data;
using Coordinator.OciServer.Simulation.Http;
using Coordinator.OciServer.Simulation.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Coordinator.OciServer.Simulation.Services;

/// <summary>Monitoring: alarms with their states, and the metrics of instances that run.</summary>
internal static class MonitoringEndpoints
{
    private const string Agent = "oci_computeagent";
    private const int MostPoints = 10_000;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/20180401/alarms", (HttpContext context) => Alarms(context, Alarm));
        app.MapGet("/20180401/alarms/status", (HttpContext context, World world) => Alarms(context, alarm => Status(alarm, world)));
        app.MapPost("/20180401/metrics/actions/summarizeMetricsData", SummarizeAsync);
    }

    private static IResult Alarms(HttpContext context, Func<AlarmData, object> show)
    {
        var tenancy = context.Tenancy();
        if (context.Query("compartmentId") is not { } compartment) return Refusal.InvalidParameter("compartmentId is required");
        if (tenancy.Compartment(compartment) is null) return Refusal.NotFound();
        var subtree = context.Query("compartmentIdInSubtree") == "true";
        if (subtree && compartment != tenancy.Id) return Refusal.InvalidParameter("compartmentIdInSubtree can be true for the root compartment only");
        return Pages.List(context, tenancy.Alarms.Where(alarm => subtree || alarm.CompartmentId == compartment).Select(show));
    }

    private static async Task<IResult> SummarizeAsync(HttpContext context, World world)
    {
        if (await Body.ReadAsync<MetricsRequest>(context) is not { } request) return Refusal.InvalidParameter("The body is not valid");
        if (context.Query("compartmentId") is not { } compartment || context.Tenancy().Compartment(compartment) is null) return Refusal.NotFound(context.Query("compartmentId"));
        if (MetricQuery.Parse(request.Query ?? "") is not { } query) return Refusal.InvalidParameter($"query is not one that the simulator knows: {request.Query}");
        var end = request.EndTime ?? world.Clock.GetUtcNow();
        var start = request.StartTime ?? end.AddHours(-3);
        if (end <= start || (end - start) / query.Interval > MostPoints) return Refusal.InvalidParameter("The time range is not valid for the interval");
        if (request.Namespace != Agent || MetricBook.Unit(query.Metric) is not { } unit) return Results.Json(Array.Empty<object>());
        var instances = world.Instances(context.Tenancy()).Where(instance => instance.Data.CompartmentId == compartment && instance.State == "RUNNING" && query.Selects(instance.Data));
        return Results.Json(instances.Select(instance => Stream(instance.Data, query, unit, Points(instance.Data, query, start, end, world))));
    }

    private static IEnumerable<object> Points(InstanceData instance, MetricQuery query, DateTimeOffset start, DateTimeOffset end, World world)
    {
        for (var time = query.Align(start); time < end; time += query.Interval)
        {
            if (query.Aggregate(world.Metrics, instance, time) is { } value) yield return new { timestamp = time, value };
        }
    }

    private static object Stream(InstanceData instance, MetricQuery query, string unit, IEnumerable<object> points) => new
    {
        @namespace = Agent, name = query.Metric, compartmentId = instance.CompartmentId, aggregatedDatapoints = points, resolution = "1m",
        dimensions = new { resourceId = instance.Id, resourceDisplayName = instance.Name, shape = instance.Shape, availabilityDomain = instance.AvailabilityDomain, region = instance.Region },
        metadata = new { unit, displayName = query.Metric },
    };

    private static object Alarm(AlarmData alarm) => new
    {
        id = alarm.Id, displayName = alarm.Name, compartmentId = alarm.CompartmentId, metricCompartmentId = alarm.CompartmentId, @namespace = alarm.Namespace, query = alarm.Query,
        severity = alarm.Severity, destinations = Array.Empty<string>(), isEnabled = alarm.IsEnabled, lifecycleState = "ACTIVE",
    };

    private static object Status(AlarmData alarm, World world) => new
    {
        id = alarm.Id, displayName = alarm.Name, severity = alarm.Severity, status = alarm.Status, timestampTriggered = world.Began.AddHours(-alarm.HoursInStatus), suppression = (object?)null,
    };

    private sealed record MetricsRequest(string? Namespace, string? Query, DateTimeOffset? StartTime, DateTimeOffset? EndTime);
}
