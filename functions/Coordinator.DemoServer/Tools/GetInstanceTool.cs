using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tools;

internal sealed class GetInstanceTool(ReadContext context) : ReadTool(
    new ToolCard(
        "oci_compute_get_instance",
        "Get compute instance",
        "One compute instance by its OCID: state, shape, compartment and times.",
        ToolParameter.Text(InstanceId, "OCID of the instance.") with { Required = true }),
    context)
{
    private const string InstanceId = "instance_id";

    protected override ToolAnswer Look(Tenancy tenancy, ToolArguments arguments)
    {
        var id = arguments.RequiredText(InstanceId);
        if (tenancy.Instances.FirstOrDefault(i => i.Id == id) is { } found)
            return new InstanceDetail(InstanceView.Of(found, new CompartmentTree(tenancy.Compartments)));
        return ToolError.NotFound($"There is no instance with the OCID \"{id}\".") with
        {
            Similar = [.. tenancy.Instances.Where(i => SimilarNames.To(id, [i.Name], 1).Count > 0).Take(5).Select(i => $"{i.Name} ({i.Id})")],
        };
    }

    private sealed record InstanceDetail(InstanceView Instance) : ToolAnswer("compute_instance");
}
