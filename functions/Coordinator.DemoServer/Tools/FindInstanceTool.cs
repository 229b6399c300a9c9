using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tools;

internal sealed class FindInstanceTool(ReadContext context) : ReadTool(
    new ToolCard(
        "oci_compute_find_instance",
        "Find compute instance by name",
        "Finds compute instances by display name, whole or in part. Display names are not unique.",
        InstanceByName.NameParameter,
        CompartmentArgument.Optional("OCID of the compartment to look in and below; without it the whole tenancy."),
        ToolParameter.Flag(ExactMatch, false, "Only instances with exactly this name, whatever its case."),
        LimitArgument.Of(50)),
    context)
{
    private const string ExactMatch = "exact_match";

    protected override ToolAnswer Look(Tenancy tenancy, ToolArguments arguments)
    {
        var lookup = InstanceByName.From(tenancy, arguments);
        return InstanceList.Of(tenancy, arguments.Flag(ExactMatch) ? lookup.Exact() : lookup.Containing(), arguments, null);
    }
}
