using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Windows;

/// <summary>Half of the model's answer has been sent.</summary>
internal sealed class ModelHalfMoment : IMoment
{
    public bool Fits(Question question) => question.IsForModel;

    public async Task ReachAsync(RoundWorld world, Question? target, CancellationToken cancellationToken)
    {
        var reached = world.Model.HoldHalfway(target!, world.Random.Next(target!.ModelTurns.Count + 1));
        world.Send(target);
        await reached.WaitAsync(cancellationToken);
    }

    public Task<bool?> AfterKillAsync(RoundWorld world)
    {
        world.Model.Release();
        return Task.FromResult<bool?>(true);
    }
}
