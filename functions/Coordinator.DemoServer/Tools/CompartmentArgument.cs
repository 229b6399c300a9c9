using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tools;

/// <summary>The arguments by which most tools say where to look.</summary>
internal static class CompartmentArgument
{
    public const string Id = "compartment_id";
    public const string IncludeSubtree = "include_subtree";

    public static ToolParameter Optional(string description) => ToolParameter.Text(Id, description);

    public static ToolParameter Subtree(bool @default) =>
        ToolParameter.Flag(IncludeSubtree, @default, "Whether compartments below compartment_id count too.");

    /// <summary>Null if there is none or it exists.</summary>
    public static ToolError? Problem(Tenancy tenancy, ToolArguments arguments)
    {
        if (arguments.Text(Id) is not { } id || tenancy.Compartments.Any(c => c.Id == id)) return null;
        var similar = tenancy.Compartments.Where(c => SimilarNames.To(id, [c.Name], 1).Count > 0).Take(5);
        return ToolError.NotFound($"There is no compartment with the OCID \"{id}\".") with
        {
            Similar = [.. similar.Select(c => $"{c.Name} ({c.Id})")],
        };
    }
}
