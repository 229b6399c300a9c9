using Coordinator.TestKit.Slack;

namespace Coordinator.CrashCampaign.Peers;

/// <summary>
/// Envelopes of Socket Mode. What is not acknowledged when its connection ends, or within 3 s, is sent again over another or over the next life's first; and
/// now and then Slack renews a connection.
/// </summary>
internal sealed class SocketEvents(SocketStub sockets, TimeProvider time, CancellationToken stopped) : IEventChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    private static readonly string?[] Reasons = ["warning", "refresh_requested", null];

    public int Redeliveries => sockets.Deliveries.Sum(delivery => delivery.Attempts);

    public async Task DeliverAsync(byte[] body, int retry)
    {
        var delivery = sockets.Send(body, attempts: retry);
        while (!delivery.IsAcknowledged)
        {
            try
            {
                await delivery.Acknowledgement.WaitAsync(Patience, time, stopped);
            }
            catch (TimeoutException) when (sockets.Open.Count > 0)
            {
                sockets.SendAgain(delivery);
            }
            catch (TimeoutException)
            {
                // The next connection gets it.
            }
        }
    }

    /// <summary>The host has a connection that events can come over.</summary>
    public async Task ConnectedAsync(CancellationToken cancellationToken)
    {
        while (sockets.Open.Count == 0)
            await Task.Delay(LookAgain, time, cancellationToken);
    }

    /// <summary>Of the host that was killed nothing more is to be read: not an acknowledgement either.</summary>
    public Task DrainedAsync() => Task.WhenAll(sockets.Opened.Select(connection => connection.Ended)).WaitAsync(stopped);

    /// <summary>Half of the time one of the connections is told to leave, for one of the reasons there are, or is cut without a word.</summary>
    public async Task DisturbAsync()
    {
        var open = sockets.Open;
        if (open.Count == 0 || Random.Shared.Next(2) == 0)
            return;
        var connection = open[Random.Shared.Next(open.Count)];
        if (Random.Shared.Next(Reasons.Length + 1) is var which && which < Reasons.Length)
            await connection.DisconnectAsync(Reasons[which]);
        else
            connection.Abort();
    }
}
