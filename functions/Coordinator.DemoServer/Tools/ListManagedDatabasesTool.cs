using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tools;

internal sealed class ListManagedDatabasesTool(ReadContext context) : ReadTool(
    new ToolCard(
        "oci_dbmgmt_list_databases",
        "List managed databases",
        "Lists every database that Database Management knows: Autonomous Databases and DB systems.",
        CompartmentArgument.Optional("OCID of the compartment; without it all compartments."),
        CompartmentArgument.Subtree(true),
        ToolParameter.OneOf(DeploymentType, [Autonomous, System], "Only databases deployed this way."),
        LimitArgument.Of(50)),
    context)
{
    private const string DeploymentType = "deployment_type";
    private const string Autonomous = "AUTONOMOUS";
    private const string System = "VM";

    protected override ToolAnswer Look(Tenancy tenancy, ToolArguments arguments)
    {
        var tree = new CompartmentTree(tenancy.Compartments);
        var scope = tree.Scope(arguments.Text(CompartmentArgument.Id), arguments.Flag(CompartmentArgument.IncludeSubtree));
        var all = tenancy.Databases
            .Where(d => scope.Contains(d.CompartmentId))
            .Select(d => View(d, tree))
            .Where(d => d.DeploymentType == (arguments.Text(DeploymentType) ?? d.DeploymentType))
            .ToList();
        var shown = LimitArgument.Cut(all, arguments);
        return new ManagedDatabases(shown.Count, all.Count, shown);
    }

    private static ManagedDatabase View(Database database, CompartmentTree tree) => new(
        database.Name, database.Id, database.IsAutonomous ? "CLOUD_AUTONOMOUS" : "CLOUD_SIDB", database.IsAutonomous ? Autonomous : System,
        database.Workload, database.LifecycleState, database.Version, tree.NameOf(database.CompartmentId), database.CompartmentId, database.TimeCreated);

    private sealed record ManagedDatabase(
        string Name,
        string Id,
        string DatabaseType,
        string DeploymentType,
        string WorkloadType,
        string LifecycleState,
        string DbVersion,
        string Compartment,
        string CompartmentId,
        DateTimeOffset TimeCreated);

    private sealed record ManagedDatabases(int Count, int Total, IReadOnlyList<ManagedDatabase> Databases) : ToolAnswer("managed_databases");
}
