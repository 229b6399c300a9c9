using Coordinator.CrashCampaign.Checks;
using Coordinator.CrashCampaign.Host;
using Coordinator.CrashCampaign.Plan;
using Coordinator.CrashCampaign.Windows;

namespace Coordinator.CrashCampaign;

/// <summary>One round: asks, kills and starts again as planned, lets everything settle in a last life, and checks.</summary>
internal sealed class Round(RoundPlan plan, RoundWorld world, RoundFigures figures, Action<string> say, CancellationToken stopped)
{
    /// <summary>From a start or a question to a purposeful window.</summary>
    private static readonly TimeSpan ReachedWithin = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(300);


    /// <summary>What is wrong; empty if nothing is.</summary>
    public async Task<IReadOnlyList<string>> PlayAsync()
    {
        foreach (var scene in Casting.Of(plan))
            await PlayAsync(scene);
        await world.EnsureRunningAsync();
        using var host = new HostQueries(await world.Address.GetAsync(stopped));
        await SettleAsync(host);
        return await new RoundCheck(plan, world, figures).RunAsync(host, stopped);
    }

    /// <summary>What is open: for a round that used up its time.</summary>
    public IEnumerable<string> Pending() => plan.Questions.Where(question => !IsAnswered(question)).Select(question =>
    {
        var acknowledged = world.Sender.Deliveries.Any(delivery => delivery.Question == question && delivery.Acknowledged.IsCompleted);
        return $"{question.Name} '{question.Message.Text}' ({question.RunId}) is {(acknowledged ? "acknowledged" : "not acknowledged")} and not answered";
    });

    private async Task PlayAsync(Scene scene)
    {
        var moment = Moments.For(scene.Window);
        if (scene.Window != KillWindow.Starting)
            await world.EnsureRunningAsync();
        await world.Channel.DisturbAsync();
        foreach (var companion in scene.Companions)
            world.Send(companion);
        var reached = await IsReachedAsync(moment, scene);
        var killedAt = world.Time.GetUtcNow();
        await world.KillAsync(scene.Window.ToString());
        var hit = reached ? await moment.AfterKillAsync(world) : await MissAsync(moment);
        say($"{scene.Window}: {(hit is null ? "killed" : hit.Value ? "hit" : "missed")}");
        if (hit == true)
            figures.Killed(scene.Window);
        else if (hit == false)
            figures.Missed++;
        if (hit == true && scene.Window is (KillWindow.Unacknowledged or KillWindow.Envelope))
            world.UnacknowledgedKills[scene.Target!] = killedAt;
    }

    private async Task<bool> IsReachedAsync(IMoment moment, Scene scene)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        limit.CancelAfter(ReachedWithin);
        try
        {
            await moment.ReachAsync(world, scene.Target, limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!stopped.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool?> MissAsync(IMoment moment)
    {
        await moment.AfterKillAsync(world);
        return false;
    }

    /// <summary>Slack has delivered everything and every run has ended.</summary>
    private async Task SettleAsync(HostQueries host)
    {
        await Task.WhenAll(world.Sender.Deliveries.Select(delivery => delivery.Ended)).WaitAsync(stopped);
        figures.Accepted = world.Sender.Deliveries.Count(delivery => delivery.Acknowledged.IsCompleted);
        while (!(await host.RunsAsync(stopped)).Values.All(RunJournal.IsEnd))
            await Task.Delay(LookAgain, world.Time, stopped);
        figures.Duplicates = world.Sender.Duplicates;
        figures.Starts = world.Starts;
    }

    private bool IsAnswered(Question question) =>
        world.Slack.Thread(question.Message.Channel, question.Thread).Any(post => post.RunId == question.RunId && post.Shown.Contains(question.Expected, StringComparison.Ordinal));
}
