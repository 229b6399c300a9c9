using Coordinator.Core.Failures;

namespace Coordinator.Connections.Slack.Sockets;

/// <summary>Why a socket is to be replaced.</summary>
/// <param name="Reason">Slack's word, or one of ours.</param>
internal sealed record SocketEnd(string Reason)
{
    /// <summary>Somebody asked for it.</summary>
    public const string Restart = "restart";

    /// <summary>Nothing was heard for too long: the other side is gone, and nobody said so.</summary>
    public const string Silent = "silent";

    public const string Lost = "lost";

    /// <summary>Slack closed it without a word.</summary>
    public const string Closed = "closed";

    private const string LinkDisabled = "link_disabled";
    private const string TooMany = "too_many_websockets";

    /// <summary>Of a socket that ends so soon it is not worth much: opened again at once it would be opened for ever.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    /// <summary>Too many connections, or Socket Mode is switched off: somebody has to do something first.</summary>
    public static readonly TimeSpan LongPause = TimeSpan.FromSeconds(60);

    /// <summary>Null: nothing is wrong (connections are renewed every few hours), and the next one may be opened at once.</summary>
    public Failure? FailureAfter(TimeSpan lived) => Reason switch
    {
        Restart => null,
        LinkDisabled => new Failure(FailureClass.Denied, "Socket Mode is switched off in the settings of the Slack app. Switch it on; it is tried once a minute.") { Code = LinkDisabled, RetryAfter = LongPause },
        TooMany => new Failure(FailureClass.RateLimited, $"The Slack app has more than {SlackOptions.MostSockets} connections, over all processes that use its app token. Stop some, or lower {SlackOptions.SocketsVariable}.") { Code = TooMany, RetryAfter = LongPause },
        _ when lived < Short => new Failure(FailureClass.Network, $"The connection ended soon after it was opened: {Reason}.") { Code = Reason },
        _ => null,
    };
}
