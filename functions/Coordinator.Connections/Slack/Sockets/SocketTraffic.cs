namespace Coordinator.Connections.Slack.Sockets;

/// <summary>What came over one socket.</summary>
internal sealed class SocketTraffic
{
    private long _lastTicks;

    public DateTimeOffset? LastAt => Volatile.Read(ref _lastTicks) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public void Came(DateTimeOffset at) => Volatile.Write(ref _lastTicks, at.UtcTicks);
}
