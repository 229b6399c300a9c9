using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Monitoring;

internal sealed class GetMetrics(OciCaller oci, CompartmentDirectory directory, TimeProvider clock) : Handler<GetMetrics.Answer>("metrics")
{
    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments;
        var tree = await directory.NamesAsync(arguments, fresh: false, isNeeded: !CompartmentTree.IsOcid(arguments.RequiredText("compartment_id")), cancellationToken);
        var compartment = tree.Find("compartment_id", arguments.RequiredText("compartment_id"));
        var now = clock.GetUtcNow();
        var series = await MetricSeries.ReadAsync(
            oci, arguments, compartment.Id, arguments.RequiredText("namespace"), arguments.RequiredText("query"), now.AddHours(-arguments.Number("hours_back")), now, cancellationToken);
        return new Answer(arguments.RequiredText("namespace"), arguments.RequiredText("query"), series.Count, series);
    }

    internal sealed record Answer(string Namespace, string Query, int Count, IReadOnlyList<MetricSeries.Series> Series);
}
