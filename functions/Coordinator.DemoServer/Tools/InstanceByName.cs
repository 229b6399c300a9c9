using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tools;

/// <summary>Looks instances up by display name, in one compartment with everything below it or everywhere.</summary>
internal sealed class InstanceByName
{
    public static readonly ToolParameter NameParameter =
        ToolParameter.Text("instance_name", "Display name of the instance.") with { Required = true };

    private readonly IReadOnlyList<Instance> candidates;
    private readonly string name;

    private InstanceByName(IReadOnlyList<Instance> candidates, string name) => (this.candidates, this.name) = (candidates, name);

    public static InstanceByName From(Tenancy tenancy, ToolArguments arguments)
    {
        var scope = new CompartmentTree(tenancy.Compartments).Scope(arguments.Text(CompartmentArgument.Id), includeSubtree: true);
        return new([.. tenancy.Instances.Where(i => scope.Contains(i.CompartmentId))], arguments.RequiredText(NameParameter.Name));
    }

    public IReadOnlyList<Instance> Exact() => [.. candidates.Where(i => i.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];

    public IReadOnlyList<Instance> Containing() => [.. candidates.Where(i => i.Name.Contains(name, StringComparison.OrdinalIgnoreCase))];

    public ToolError NotFound() => ToolError.NotFound($"There is no instance named \"{name}\".") with
    {
        Similar = SimilarNames.To(name, candidates.Select(i => i.Name), 5),
    };

    public ToolError Ambiguous(IReadOnlyList<Instance> matches, CompartmentTree tree) =>
        ToolError.Conflict("AmbiguousName", $"{matches.Count} instances are named \"{name}\"; give compartment_id to choose one.") with
        {
            Matches = [.. matches.Select(i => InstanceView.Of(i, tree))],
        };
}
