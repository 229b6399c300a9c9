using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Handlers.Discovery;

internal static class DiscoveryScope
{
    /// <summary>The compartments asked for with those below them; null: all.</summary>
    public static IReadOnlySet<string>? Of(Arguments arguments, CompartmentTree tree) => arguments.Text("compartment_id") is { } text
        ? tree.From(tree.Find("compartment_id", text).Id, subtree: true).Select(compartment => compartment.Id).ToHashSet()
        : null;
}
