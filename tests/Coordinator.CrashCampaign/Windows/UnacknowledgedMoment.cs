using System.Net;
using Coordinator.CrashCampaign.Host;
using Coordinator.CrashCampaign.Peers;
using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Windows;

/// <summary>
/// The event is with the host and Slack has no 200, so that it sends it again. Half of the kills come while the host reads or stores it; the others when it is in
/// the journal, and a 200 that was under way then is lost.
/// </summary>
internal sealed class UnacknowledgedMoment : IMoment
{
    /// <summary>About what a host takes to store an event.</summary>
    private const int MostMilliseconds = 10;

    private Question? _target;
    private Task<HttpStatusCode?>? _posted;
    private bool _isStored;

    public bool Fits(Question question) => true;

    public async Task ReachAsync(RoundWorld world, Question? target, CancellationToken cancellationToken)
    {
        _target = target!;
        var host = await world.Address.GetAsync(cancellationToken);
        var start = world.Time.GetTimestamp();
        _isStored = world.Random.Next(2) == 0;
        _posted = world.Http.PostAsync(host, SlackSender.Bodies(_target)[0], retry: 0);
        if (_isStored)
        {
            using var queries = new HostQueries(host);
            while (await queries.RunAsync(_target.RunId, cancellationToken) is null)
                await Task.Yield();
            return;
        }

        var moment = TimeSpan.FromMilliseconds(world.Random.NextDouble() * MostMilliseconds);
        while (world.Time.GetElapsedTime(start) < moment && !_posted.IsCompleted)
            await Task.Yield();
    }

    public async Task<bool?> AfterKillAsync(RoundWorld world)
    {
        var acknowledged = await _posted! == HttpStatusCode.OK && !_isStored;
        if (acknowledged)
            world.Sender.SentAlready(_target!);
        else
            world.Sender.Send(_target!, retry: 1);
        world.SendReplies(_target!);
        return !acknowledged;
    }
}
