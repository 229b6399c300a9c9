using Coordinator.CrashCampaign.Plan;
using Coordinator.TestKit.Slack;

namespace Coordinator.CrashCampaign.Windows;

/// <summary>The thread is being read to find a post that an earlier crash made doubtful.</summary>
internal sealed class HealingMoment : IMoment
{
    private const string Method = "conversations.replies";

    public bool Fits(Question question) => false;

    public async Task ReachAsync(RoundWorld world, Question? target, CancellationToken cancellationToken)
    {
        var since = world.Time.GetUtcNow();
        world.Slack.Use(call => call.Method == Method ? SlackBehaviour.TakeAndWithholdAnswer : null);
        await world.Slack.WaitForCallAsync(call => call.Method == Method && call.At >= since, cancellationToken);
    }

    public Task<bool?> AfterKillAsync(RoundWorld world)
    {
        world.Slack.Use(_ => null);
        return Task.FromResult<bool?>(true);
    }
}
