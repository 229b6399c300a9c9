using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Monitoring;

/// <summary>Alarms with what they are at the moment: the Monitoring service lists definitions and states apart.</summary>
internal sealed class ListAlarms(OciCaller oci, CompartmentDirectory directory) : Handler<ListAlarms.Answer>("alarms")
{
    private const string Firing = "FIRING";

    private static readonly string[] Severities = ["CRITICAL", "ERROR", "WARNING", "INFO"];

    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments;
        var tree = await directory.NamesAsync(arguments, fresh: false, isNeeded: arguments.Has("compartment_id"), cancellationToken);
        var target = OciCaller.Target(OciServices.Monitoring, arguments);
        // The subtree of the root is the only one that the service knows.
        var scope = arguments.Text("compartment_id") is { } text ? tree.From(tree.Find("compartment_id", text).Id, subtree: true).Select(compartment => compartment.Id).ToHashSet() : null;
        KeyValuePair<string, string>[] query = [new("compartmentId", tree.Root.Id), new("compartmentIdInSubtree", "true")];
        var alarms = await oci.ListAsync<Alarm>(target, new ApiRequest(HttpMethod.Get, "/20180401/alarms") { Query = query }, cancellationToken);
        var statuses = (await oci.ListAsync<AlarmStatus>(target, new ApiRequest(HttpMethod.Get, "/20180401/alarms/status") { Query = query }, cancellationToken)).ToLookup(status => status.Id);
        var state = arguments.Text("lifecycle_state");
        var all = alarms.Where(alarm => scope?.Contains(alarm.CompartmentId) != false)
            .Select(alarm => View(alarm, statuses[alarm.Id].FirstOrDefault(), tree))
            .Where(alarm => Matches(alarm, state))
            .OrderByDescending(alarm => alarm.Status == Firing).ThenBy(alarm => Array.IndexOf(Severities, alarm.Severity)).ThenBy(alarm => alarm.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var shown = all.Take(arguments.Number("limit")).ToList();
        return new Answer(shown.Count, all.Count, all.Count(alarm => alarm.Status == Firing), state, shown);
    }

    private static bool Matches(AlarmView alarm, string? state) => state switch
    {
        null => true,
        "ACTIVE" => alarm.IsEnabled,
        "INACTIVE" => !alarm.IsEnabled,
        _ => alarm.IsEnabled && alarm.Status == state,
    };

    private static AlarmView View(Alarm alarm, AlarmStatus? status, CompartmentTree tree) => new(
        alarm.DisplayName, alarm.Id, alarm.IsEnabled ? "ACTIVE" : "INACTIVE", status?.Status ?? "UNKNOWN", alarm.Severity, alarm.Namespace, alarm.Query, alarm.IsEnabled,
        tree.NameOf(alarm.CompartmentId), alarm.CompartmentId, status?.TimestampTriggered);

    private sealed record Alarm(string Id, string DisplayName, string CompartmentId, string Severity, string Namespace, string Query, bool IsEnabled);

    private sealed record AlarmStatus(string Id, string Status, DateTimeOffset? TimestampTriggered);

    internal sealed record AlarmView(
        string Name, string Id, string State, string Status, string Severity, string Namespace, string Query, bool IsEnabled, string? Compartment, string CompartmentId, DateTimeOffset? TimeStatusChanged);

    /// <param name="Firing">How many fire, listed or not.</param>
    internal sealed record Answer(int Count, int Total, int Firing, string? LifecycleState, IReadOnlyList<AlarmView> Alarms);
}
