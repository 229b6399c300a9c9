namespace Coordinator.OciServer.Simulation.State;

/// <summary>What becomes of an instance by an action.</summary>
internal static class PowerStates
{
    private const string Running = "RUNNING";
    private const string Stopped = "STOPPED";

    /// <summary>The action, the state it is allowed in, the state for a while, and the state after that.</summary>
    private static readonly Dictionary<string, (string From, string Between, string Then)> Actions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["START"] = (Stopped, "STARTING", Running),
        ["STOP"] = (Running, "STOPPING", Stopped),
        ["SOFTSTOP"] = (Running, "STOPPING", Stopped),
        ["RESET"] = (Running, "STOPPING", Running),
        ["SOFTRESET"] = (Running, "STOPPING", Running),
        ["LAUNCH"] = ("", "PROVISIONING", Running),
    };

    /// <summary>Null: there is no such action.</summary>
    public static string? AllowedFrom(string action) => action != "LAUNCH" && Actions.TryGetValue(action, out var known) ? known.From : null;

    public static bool IsAction(string action) => Actions.ContainsKey(action);

    public static (string Between, string Then) Of(string action) => (Actions[action].Between, Actions[action].Then);
}
