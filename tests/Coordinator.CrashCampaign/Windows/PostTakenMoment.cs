using Coordinator.CrashCampaign.Plan;
using Coordinator.TestKit.Slack;

namespace Coordinator.CrashCampaign.Windows;

/// <summary>The message stands in the thread, and the host does not know.</summary>
internal sealed class PostTakenMoment : IMoment
{
    public bool Fits(Question question) => true;

    public async Task ReachAsync(RoundWorld world, Question? target, CancellationToken cancellationToken)
    {
        world.Slack.Use(call => SlackCalls.IsPostOf(call, target!) ? SlackBehaviour.TakeAndWithholdAnswer : null);
        world.Send(target!);
        await world.Slack.WaitForPostAsync(post => post.RunId == target!.RunId, cancellationToken);
    }

    public Task<bool?> AfterKillAsync(RoundWorld world)
    {
        world.Slack.Use(_ => null);
        return Task.FromResult<bool?>(true);
    }
}
