namespace Coordinator.Connections.Slack.Sockets;

/// <summary>How one of the connections to Slack is.</summary>
/// <param name="Connection">1, 2, …</param>
/// <param name="State">A word of those below.</param>
public sealed record SocketStatus(int Connection, string State)
{
    public const string Connecting = "connecting";

    /// <summary>Events come over it.</summary>
    public const string Connected = "connected";

    /// <summary>It failed, and is tried again soon.</summary>
    public const string Waiting = "waiting";

    /// <summary>Slack will not have it until somebody does something; it is tried again each minute.</summary>
    public const string Refused = "refused";

    /// <summary>Of the state.</summary>
    public required DateTimeOffset Since { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset? NextTryAt { get; init; }

    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>New connections in place of old ones, since the start.</summary>
    public int Reconnects { get; init; }

    /// <summary>Slack's server.</summary>
    public string? Host { get; init; }

    /// <summary>Connections of the app when this one was opened, those of other processes among them.</summary>
    public int? ConnectionsOfApp { get; init; }

    /// <summary>When Slack means to have it renewed.</summary>
    public DateTimeOffset? RenewedAt { get; init; }

    internal bool WasOpen { get; init; }
}
