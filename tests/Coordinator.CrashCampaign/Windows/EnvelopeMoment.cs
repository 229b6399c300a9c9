using Coordinator.CrashCampaign.Host;
using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Windows;

/// <summary>
/// The envelope is with the host and Slack has no acknowledgement, so that the next connection gets it again. Half of the kills come while the host reads or
/// stores it; the others when it is in the journal, and an acknowledgement that was under way then is lost.
/// </summary>
internal sealed class EnvelopeMoment : IMoment
{
    /// <summary>About what a host takes to store an event.</summary>
    private const int MostMilliseconds = 10;

    private Question? _target;

    public bool Fits(Question question) => true;

    public async Task ReachAsync(RoundWorld world, Question? target, CancellationToken cancellationToken)
    {
        await world.Sockets.ConnectedAsync(cancellationToken);
        var host = await world.Address.GetAsync(cancellationToken);
        var isStored = world.Slack.Sockets.LosesAcknowledgements = world.Random.Next(2) == 0;
        var start = world.Time.GetTimestamp();
        _target = target!;
        world.Send(_target);
        if (isStored)
        {
            using var queries = new HostQueries(host);
            while (await queries.RunAsync(_target.RunId, cancellationToken) is null)
                await Task.Yield();
            return;
        }

        var moment = TimeSpan.FromMilliseconds(world.Random.NextDouble() * MostMilliseconds);
        while (world.Time.GetElapsedTime(start) < moment && !world.Sender.Acknowledged(_target).IsCompleted)
            await Task.Yield();
    }

    public async Task<bool?> AfterKillAsync(RoundWorld world)
    {
        await world.Sockets.DrainedAsync();
        world.Slack.Sockets.LosesAcknowledgements = false;
        return _target is not null && !world.Sender.Acknowledged(_target).IsCompleted;
    }
}
