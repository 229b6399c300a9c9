using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Windows;

/// <summary>The change is made and in the simulated tenancy's log, and the host does not know.</summary>
internal sealed class WriteDoneMoment : IMoment
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    public bool Fits(Question question) => question.Writes.Count > 0;

    public async Task ReachAsync(RoundWorld world, Question? target, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(world.Folder.WriteHold, "", cancellationToken);
        world.Send(target!);
        while (!world.Folder.Writes().Intersect(target!.Writes).Any())
            await Task.Delay(LookAgain, world.Time, cancellationToken);
    }

    public Task<bool?> AfterKillAsync(RoundWorld world)
    {
        File.Delete(world.Folder.WriteHold);
        return Task.FromResult<bool?>(true);
    }
}
