using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Peers;

/// <summary>How far Slack is with one question.</summary>
internal sealed class EventDelivery(Question question)
{
    private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Question Question => question;

    /// <summary>Completes with the first 200 to one of its events.</summary>
    public Task Acknowledged => _acknowledged.Task;

    /// <summary>Completes when Slack has nothing more to send of it.</summary>
    public required Task Ended { get; set; }

    public void Acknowledge() => _acknowledged.TrySetResult();
}
