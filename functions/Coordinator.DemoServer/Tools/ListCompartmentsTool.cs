using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tools;

internal sealed class ListCompartmentsTool(ReadContext context) : ReadTool(
    new ToolCard(
        "oci_list_compartments",
        "List compartments",
        "Lists a compartment and the compartments below it, parents first.",
        CompartmentArgument.Optional("OCID of the compartment to begin with; without it the root compartment."),
        ToolParameter.Flag(CompartmentArgument.IncludeSubtree, true, "All levels below it; false: only the next one."),
        LimitArgument.Of(100)),
    context)
{
    protected override ToolAnswer Look(Tenancy tenancy, ToolArguments arguments)
    {
        var tree = new CompartmentTree(tenancy.Compartments);
        var from = arguments.Text(CompartmentArgument.Id) ?? tree.Root.Id;
        var all = tree.From(from, arguments.Flag(CompartmentArgument.IncludeSubtree));
        var shown = LimitArgument.Cut(all, arguments)
            .Select(c => new CompartmentView(c.Name, c.Id, c.Description, "ACTIVE", c.ParentId, tree.PathOf(c)))
            .ToList();
        return new CompartmentList(shown.Count, all.Count, shown);
    }

    private sealed record CompartmentView(string Name, string Id, string Description, string LifecycleState, string? ParentId, string Path);

    private sealed record CompartmentList(int Count, int Total, IReadOnlyList<CompartmentView> Compartments) : ToolAnswer("compartments");
}
