using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Handlers.Compute;
using Coordinator.OciServer.Parameters;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Monitoring;

/// <summary>How busy an instance is and was: the metrics that its agent reports.</summary>
internal sealed class InstanceMetrics(OciCaller oci, InstanceNames names, CompartmentDirectory directory, TimeProvider clock) : Handler<InstanceMetrics.Answer>("instance_metrics")
{
    private const string Agent = "oci_computeagent";
    private const int HoursByMinutes = 6;

    private static readonly string[] Metrics = ["CpuUtilization", "MemoryUtilization", "DiskBytesRead", "DiskBytesWritten", "NetworksBytesIn", "NetworksBytesOut"];

    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments;
        var tree = await directory.NamesAsync(arguments, fresh: false, isNeeded: arguments.Has("compartment_id") && arguments.Has("instance_name"), cancellationToken);
        var instance = await InstanceAsync(arguments, tree, cancellationToken);
        var hours = arguments.Number("hours_back");
        var interval = hours <= HoursByMinutes ? "1m" : "1h";
        var now = clock.GetUtcNow();
        var series = await Task.WhenAll(Metrics.Select(metric => MetricSeries.ReadAsync(
            oci, arguments, instance.CompartmentId, Agent, $"{metric}[{interval}]{{resourceId = \"{instance.Id}\"}}.mean()", now.AddHours(-hours), now, cancellationToken)));
        var measured = series.SelectMany(metric => metric).Where(metric => metric.Datapoints.Count > 0).Select(Measure).ToList();
        return new Answer(
            instance.DisplayName, instance.Id, instance.LifecycleState, tree.NameOf(instance.CompartmentId), hours, interval, measured,
            measured.Count > 0 ? null : Silence(instance.LifecycleState, hours));
    }

    private static string Silence(string state, int hours)
    {
        var time = hours == 1 ? "hour" : $"{hours} hours";
        return state == "RUNNING"
            ? $"The instance is RUNNING, but reported nothing in the last {time}: it has just been started, or its monitoring agent is off."
            : $"The instance is {state} and reported nothing in the last {time}.";
    }

    private async Task<Instance> InstanceAsync(Arguments arguments, CompartmentTree tree, CancellationToken cancellationToken) => (arguments.Text("instance_id"), arguments.Text("instance_name")) switch
    {
        ({ } id, null) => await oci.GetAsync<Instance>(OciCaller.Target(OciServices.Compute, arguments), $"/20160918/instances/{Uri.EscapeDataString(id)}", cancellationToken),
        (null, { } _) => await names.OneAsync(arguments, tree, cancellationToken),
        _ => throw new ToolException(ToolError.InvalidParameter("Give either instance_id or instance_name.")),
    };

    private static Measured Measure(MetricSeries.Series series)
    {
        var values = series.Datapoints.Select(point => point.Value).ToList();
        return new Measured(series.Name, series.Unit, Round(values[^1]), Round(values.Average()), Round(values.Max()), series.Datapoints[^1].Timestamp, values.Count);
    }

    private static double Round(double value) => Math.Round(value, 2);

    internal sealed record Measured(string Name, string? Unit, double Latest, double Average, double Highest, DateTimeOffset LatestAt, int Datapoints);

    internal sealed record Answer(string InstanceName, string InstanceId, string State, string? Compartment, int HoursBack, string Interval, IReadOnlyList<Measured> Metrics, string? Message);
}
