using Coordinator.CrashCampaign.Host;
using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Windows;

/// <summary>
/// The envelope is with the host and Slack has no acknowledgement, so that the next connection gets it again. A third of the kills come while the journal cannot
/// be written, so that an acknowledgement would be too early and the event lost; a third while the host reads or stores it; a third when it is in the journal, and
/// an acknowledgement that was under way then is lost.
/// </summary>
internal sealed class EnvelopeMoment : IMoment
{
    /// <summary>About what a host takes to store an event.</summary>
    private const int MostMilliseconds = 10;

    /// <summary>Long enough for an acknowledgement that waits for nothing.</summary>
    private static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(1);

    private Question? _target;
    private JournalHold? _hold;

    public bool Fits(Question question) => true;

    public async Task ReachAsync(RoundWorld world, Question? target, CancellationToken cancellationToken)
    {
        await world.Sockets.ConnectedAsync(cancellationToken);
        var host = await world.Address.GetAsync(cancellationToken);
        _target = target!;
        switch (world.Number / 2 % 3)
        {
            case 0:
                _hold = new JournalHold(world.Folder.Journal);
                world.Send(_target);
                await Task.WhenAny(world.Sender.Acknowledged(_target), Task.Delay(HeldFor, world.Time, cancellationToken));
                break;
            case 1:
                var start = world.Time.GetTimestamp();
                var moment = TimeSpan.FromMilliseconds(world.Random.NextDouble() * MostMilliseconds);
                world.Send(_target);
                while (world.Time.GetElapsedTime(start) < moment && !world.Sender.Acknowledged(_target).IsCompleted)
                    await Task.Yield();
                break;
            default:
                world.Slack.Sockets.LosesAcknowledgements = true;
                world.Send(_target);
                using (var queries = new HostQueries(host))
                {
                    while (await queries.RunAsync(_target.RunId, cancellationToken) is null)
                        await Task.Yield();
                }

                break;
        }
    }

    public async Task<bool?> AfterKillAsync(RoundWorld world)
    {
        _hold?.Dispose();
        await world.Sockets.DrainedAsync();
        world.Slack.Sockets.LosesAcknowledgements = false;
        return _target is not null && !world.Sender.Acknowledged(_target).IsCompleted;
    }
}
