namespace Coordinator.Core.Caches;

/// <summary>A kind of shared state.</summary>
/// <param name="Name">In <c>/cache/{namespace}</c>.</param>
/// <param name="Prefix">What its keys begin with.</param>
/// <param name="IsClearable">A person may clear it: nothing is lost that does not come back or cannot be set again.</param>
/// <param name="Holds">For people.</param>
public sealed record StateNamespace(string Name, string Prefix, bool IsClearable, string Holds)
{
    public const string Circuits = "circuits";
    public const string AutoRestart = "auto-restart";

    /// <summary>A longer prefix before a shorter one that it begins with.</summary>
    public static IReadOnlyList<StateNamespace> All { get; } =
    [
        new(Circuits, "oci:circuit:", true, "Circuit breakers. Cleared, all are closed."),
        new("llm-rates", "oci:llm:", true, "Requests and tokens of the last minute, and pauses that providers asked for. Cleared, they are asked again at once."),
        new("bulkhead-limits", "oci:bulkhead:", true, "Limits set by PUT /bulkheads/{partition}. Cleared, those of the configuration hold. Permits that are out stay out."),
        new(AutoRestart, "oci:auto_restart", true, "Servers that are not restarted by themselves. Cleared, all are."),
        new("generations", "oci:generation:", true, "Restarts that instances have to follow. Cleared, sessions stay as they are."),
        new("logins", "oci:oca:login:", true, "Logins to Oracle Code Assist that were begun and not ended. Cleared, they have to begin anew; who is logged in stays so."),
        new("registrations", "oci:registration", false, "Servers that registered themselves. DELETE /mcp/servers/{id} removes one."),
        new("accepted-tools", "oci:tools:", false, "Tool definitions that were accepted. Without them any change would pass unseen. POST /tools/{name}/accept accepts one."),
        new("dead-letters", "oci:deadletter:", false, "The index of dead letters. DELETE /dlq/{id} discards one."),
        new("permits", "oci:permits:", false, "Places in bulkheads, probes and restarts. They end with their leases."),
        new("audit", "oci:audit", false, "Who did what. It ends after 90 days."),
        new("drain", "oci:drain", false, "Whether steps are started. POST /drain ends a drain."),
        new("probes", "oci:probe:", false, "Tries whether the store takes writes. They end by themselves."),
    ];
}
