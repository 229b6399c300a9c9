using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tools;

internal sealed class ListAutonomousDatabasesTool(ReadContext context) : ReadTool(
    new ToolCard(
        "oci_db_list_autonomous",
        "List autonomous databases",
        "Lists Autonomous Databases with workload, state, size and compartment.",
        CompartmentArgument.Optional("OCID of the compartment; without it all compartments."),
        CompartmentArgument.Subtree(true),
        ToolParameter.OneOf(WorkloadType, ["OLTP", "DW", "APEX", "AJD"], "Only databases for this workload."),
        ToolParameter.OneOf(LifecycleState, ["AVAILABLE", "STOPPED"], "Only databases in this state."),
        LimitArgument.Of(50)),
    context)
{
    private const string WorkloadType = "workload_type";
    private const string LifecycleState = "lifecycle_state";

    protected override ToolAnswer Look(Tenancy tenancy, ToolArguments arguments)
    {
        var tree = new CompartmentTree(tenancy.Compartments);
        var scope = tree.Scope(arguments.Text(CompartmentArgument.Id), arguments.Flag(CompartmentArgument.IncludeSubtree));
        var all = tenancy.Databases
            .Where(d => d.IsAutonomous && scope.Contains(d.CompartmentId))
            .Where(d => d.Workload == (arguments.Text(WorkloadType) ?? d.Workload))
            .Where(d => d.LifecycleState == (arguments.Text(LifecycleState) ?? d.LifecycleState))
            .ToList();
        var shown = LimitArgument.Cut(all, arguments).Select(d => View(d, tree)).ToList();
        return new AutonomousDatabases(shown.Count, all.Count, shown);
    }

    private static AutonomousDatabase View(Database database, CompartmentTree tree) => new(
        database.Name, database.DatabaseName, database.Id, database.Workload, database.LifecycleState, database.CpuCores, database.StorageTb,
        database.IsFreeTier, database.Version, tree.NameOf(database.CompartmentId), database.CompartmentId, database.TimeCreated);

    private sealed record AutonomousDatabase(
        string Name,
        string DatabaseName,
        string Id,
        string WorkloadType,
        string LifecycleState,
        int CpuCoreCount,
        decimal DataStorageSizeTb,
        bool IsFreeTier,
        string DbVersion,
        string Compartment,
        string CompartmentId,
        DateTimeOffset TimeCreated);

    private sealed record AutonomousDatabases(int Count, int Total, IReadOnlyList<AutonomousDatabase> Databases)
        : ToolAnswer("autonomous_databases");
}
