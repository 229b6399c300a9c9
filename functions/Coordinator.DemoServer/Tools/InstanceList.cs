using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tools;

/// <param name="LifecycleState">The filter that was asked for, if any.</param>
internal sealed record InstanceList(int Count, int Total, string? LifecycleState, IReadOnlyList<InstanceView> Instances)
    : ToolAnswer("compute_instances")
{
    public static InstanceList Of(Tenancy tenancy, IReadOnlyList<Instance> all, ToolArguments arguments, string? state)
    {
        var tree = new CompartmentTree(tenancy.Compartments);
        var shown = LimitArgument.Cut(all, arguments).Select(i => InstanceView.Of(i, tree)).ToList();
        return new InstanceList(shown.Count, all.Count, state, shown);
    }
}
