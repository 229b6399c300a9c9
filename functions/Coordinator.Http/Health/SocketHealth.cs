using Coordinator.Connections.Slack.Sockets;

namespace Coordinator.Http.Health;

/// <summary>Whether events can come over Slack's connections, as they are now. Without Socket Mode they need none.</summary>
internal sealed class SocketHealth(SocketMode? sockets = null)
{
    public bool IsUsed => sockets is not null;

    /// <summary>Null: all is well.</summary>
    public ComponentHealth? Problem()
    {
        var all = sockets?.Connections ?? [];
        var connected = all.Count(one => one.State == SocketStatus.Connected);
        // One that is just being replaced while others serve is nothing to speak of.
        var missing = all.Where(one => one.State is SocketStatus.Waiting or SocketStatus.Refused || (one.State == SocketStatus.Connecting && connected == 0)).ToList();
        return missing.Count == 0 ? null
            : missing.Find(one => one.LastError is not null) is { LastError: var error } ? new ComponentHealth(connected > 0 ? ComponentHealth.Degraded : "error", $"{connected} of {all.Count} connections are open. {error}")
            : new ComponentHealth(SocketStatus.Connecting, "The connections are being opened.");
    }
}
