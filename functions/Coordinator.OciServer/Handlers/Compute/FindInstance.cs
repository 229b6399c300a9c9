using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Compute;

internal sealed class FindInstance(InstanceNames names, CompartmentDirectory directory) : Handler<FindInstance.Answer>("compute_instances")
{
    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments;
        var tree = await directory.NamesAsync(arguments, fresh: false, isNeeded: arguments.Has("compartment_id"), cancellationToken);
        var (instances, more) = await names.FindAsync(arguments, arguments.RequiredText("instance_name"), arguments.Flag("exact_match"), tree, arguments.Number("limit"), cancellationToken);
        return new Answer(instances.Count, more, [.. instances.OrderBy(instance => instance.DisplayName, StringComparer.OrdinalIgnoreCase).Select(instance => InstanceView.Of(instance, tree))]);
    }

    internal sealed record Answer(int Count, bool More, IReadOnlyList<InstanceView> Instances);
}
