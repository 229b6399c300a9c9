using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Windows;

/// <summary>Soon after the start or later, while questions are under way.</summary>
internal sealed class RandomMoment : IMoment
{
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(2.5);

    public bool Fits(Question question) => true;

    public async Task ReachAsync(RoundWorld world, Question? target, CancellationToken cancellationToken)
    {
        if (target is not null)
            world.Send(target);
        await Task.Delay(Latest * world.Random.NextDouble(), world.Time, cancellationToken);
    }

    public Task<bool?> AfterKillAsync(RoundWorld world) => Task.FromResult<bool?>(true);
}
