using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tools;

internal sealed class ListInstancesTool(ReadContext context) : ReadTool(
    new ToolCard(
        "oci_compute_list_instances",
        "List compute instances",
        "Lists compute instances with state, shape, compartment and times, of the whole tenancy or of one compartment.",
        CompartmentArgument.Optional("OCID of the compartment; without it all compartments."),
        CompartmentArgument.Subtree(false),
        ToolParameter.OneOf(LifecycleState, ["RUNNING", "STOPPED", "TERMINATED"], "Only instances in this state."),
        LimitArgument.Of(50)),
    context)
{
    private const string LifecycleState = "lifecycle_state";

    protected override ToolAnswer Look(Tenancy tenancy, ToolArguments arguments)
    {
        var state = arguments.Text(LifecycleState);
        var scope = new CompartmentTree(tenancy.Compartments)
            .Scope(arguments.Text(CompartmentArgument.Id), arguments.Flag(CompartmentArgument.IncludeSubtree));
        var all = tenancy.Instances
            .Where(i => scope.Contains(i.CompartmentId))
            .Where(i => state is null || i.State.ToString().Equals(state, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return InstanceList.Of(tenancy, all, arguments, state);
    }
}
