namespace Coordinator.CrashCampaign.Peers;

/// <summary>One way from Slack to the host.</summary>
internal interface IEventChannel
{
    /// <summary>Deliveries of an event beyond its first.</summary>
    int Redeliveries { get; }

    /// <summary>Sends one event until it is acknowledged, over as many lives of the host as that takes.</summary>
    /// <param name="retry">How often it was sent before.</param>
    Task DeliverAsync(byte[] body, int retry);

    /// <summary>What Slack does to a host between its events.</summary>
    Task DisturbAsync();
}
