using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Windows;

/// <summary>The answer was posted and the journal knows, as the run's own event stream shows; the run's last fact is still to come.</summary>
internal sealed class AnsweredMoment : IMoment
{
    public bool Fits(Question question) => true;

    public async Task ReachAsync(RoundWorld world, Question? target, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = await world.Address.GetAsync(cancellationToken) };
        world.Send(target!);
        await world.Sender.Acknowledged(target!).WaitAsync(cancellationToken);
        await using var stream = await http.GetStreamAsync($"/runs/{target!.RunId}/events", cancellationToken);
        using var events = new StreamReader(stream);
        while (await events.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains("\"reply_posted\"", StringComparison.Ordinal) && line.Contains("\"final\":true", StringComparison.Ordinal))
                return;
        }
    }

    public Task<bool?> AfterKillAsync(RoundWorld world) => Task.FromResult<bool?>(null);
}
