using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Identity;

internal sealed class ListCompartments(CompartmentDirectory directory) : Handler<CompartmentList>("compartments")
{
    protected override async Task<CompartmentList> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments;
        var tree = await directory.TreeAsync(arguments, fresh: true, cancellationToken);
        var start = arguments.Text("compartment_id") is { } text ? tree.Find("compartment_id", text) : tree.Root;
        var state = arguments.RequiredText("lifecycle_state");
        var all = tree.From(start.Id, subtree: true)
            .Where(compartment => arguments.Flag("include_subtree") || compartment == start || compartment.CompartmentId == start.Id)
            .Where(compartment => compartment.LifecycleState == state)
            .ToList();
        return CompartmentList.Of(tree, all, arguments.Number("limit"));
    }
}
