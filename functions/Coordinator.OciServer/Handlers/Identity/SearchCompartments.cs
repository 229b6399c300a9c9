using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Identity;

internal sealed class SearchCompartments(CompartmentDirectory directory) : Handler<CompartmentList>("compartments")
{
    protected override async Task<CompartmentList> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var tree = await directory.TreeAsync(call.Arguments, fresh: false, cancellationToken);
        var query = call.Arguments.RequiredText("query");
        var hits = tree.From(tree.Root.Id, subtree: true)
            .Where(compartment => compartment.LifecycleState == "ACTIVE")
            .Where(compartment => Has(tree.PathOf(compartment), query) || Has(compartment.Description, query))
            .ToList();
        return CompartmentList.Of(tree, hits, call.Arguments.Number("limit"));
    }

    private static bool Has(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
