using Coordinator.CrashCampaign.Plan;
using Coordinator.TestKit.Slack;

namespace Coordinator.CrashCampaign.Windows;

/// <summary>The host has announced and sent a message that never stands in the thread.</summary>
internal sealed class PostLostMoment : IMoment
{
    public bool Fits(Question question) => true;

    public async Task ReachAsync(RoundWorld world, Question? target, CancellationToken cancellationToken)
    {
        world.Slack.Use(call => SlackCalls.IsPostOf(call, target!) ? SlackBehaviour.NeverAnswer : null);
        world.Send(target!);
        await world.Slack.WaitForCallAsync(call => SlackCalls.IsPostOf(call, target!), cancellationToken);
    }

    public Task<bool?> AfterKillAsync(RoundWorld world)
    {
        world.Slack.Use(_ => null);
        return Task.FromResult<bool?>(true);
    }
}
