using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tools;

internal sealed class ListAlarmsTool(ReadContext context) : ReadTool(
    new ToolCard(
        "oci_observability_list_alarms",
        "List alarms",
        "Lists Monitoring alarms with severity and whether they fire at the moment, firing ones first.",
        CompartmentArgument.Optional("OCID of the compartment to look in and below; without it the whole tenancy."),
        ToolParameter.OneOf(
            LifecycleState,
            ["ACTIVE", "INACTIVE", Firing, "OK"],
            "ACTIVE: alarms that are switched on; INACTIVE: switched off; FIRING or OK: switched on and in that status."),
        LimitArgument.Of(50)),
    context)
{
    private const string LifecycleState = "lifecycle_state";
    private const string Firing = "FIRING";

    private static readonly string[] Severities = ["CRITICAL", "ERROR", "WARNING", "INFO"];

    protected override ToolAnswer Look(Tenancy tenancy, ToolArguments arguments)
    {
        var tree = new CompartmentTree(tenancy.Compartments);
        var scope = tree.Scope(arguments.Text(CompartmentArgument.Id), includeSubtree: true);
        var state = arguments.Text(LifecycleState);
        var all = tenancy.Alarms
            .Where(a => scope.Contains(a.CompartmentId) && Matches(a, state))
            .OrderByDescending(a => a.Status == Firing).ThenBy(a => Array.IndexOf(Severities, a.Severity))
            .ToList();
        var shown = LimitArgument.Cut(all, arguments).Select(a => View(a, tree)).ToList();
        return new AlarmList(shown.Count, all.Count, all.Count(a => a.Status == Firing), state, shown);
    }

    private static bool Matches(Alarm alarm, string? state) => state switch
    {
        null => true,
        "ACTIVE" => alarm.IsEnabled,
        "INACTIVE" => !alarm.IsEnabled,
        _ => alarm.IsEnabled && alarm.Status == state,
    };

    private static AlarmView View(Alarm alarm, CompartmentTree tree) => new(
        alarm.Name, alarm.Id, alarm.IsEnabled ? "ACTIVE" : "INACTIVE", alarm.Status, alarm.Severity, alarm.Namespace, alarm.Query, alarm.IsEnabled,
        tree.NameOf(alarm.CompartmentId), alarm.CompartmentId, alarm.TimeStatusChanged);

    private sealed record AlarmView(
        string Name,
        string Id,
        string State,
        string Status,
        string Severity,
        string Namespace,
        string Query,
        bool IsEnabled,
        string Compartment,
        string CompartmentId,
        DateTimeOffset TimeStatusChanged);

    private sealed record AlarmList(int Count, int Total, int Firing, string? LifecycleState, IReadOnlyList<AlarmView> Alarms) : ToolAnswer("alarms");
}
