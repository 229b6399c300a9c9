using Coordinator.CrashCampaign.Host;
using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Windows;

/// <summary>A new life dies before it is ready; what it was to resume it hands on.</summary>
internal sealed class StartingMoment : IMoment
{
    private HostProcess? _host;

    public bool Fits(Question question) => false;

    public async Task ReachAsync(RoundWorld world, Question? target, CancellationToken cancellationToken)
    {
        _host = world.Start();
        // Most of the start is the runtime's; what can break is in the second half.
        var moment = world.StartTime * (0.3 + (world.Random.NextDouble() * 0.6));
        await Task.WhenAny(_host.Ready, Task.Delay(moment, world.Time, cancellationToken));
    }

    public Task<bool?> AfterKillAsync(RoundWorld world) => Task.FromResult<bool?>(!_host!.Ready.IsCompletedSuccessfully);
}
