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
        var failed = all.Where(one => one.State is SocketStatus.Waiting or SocketStatus.Refused).ToList();
        return failed.Count > 0 ? new ComponentHealth(connected > 0 ? ComponentHealth.Degraded : "error", $"{connected} of {all.Count} connections are open. {failed[0].LastError}")
            : all.Count > 0 && connected == 0 ? new ComponentHealth(SocketStatus.Connecting, "The connections are being opened.")
            : null;
    }
}
