using System.Collections.Concurrent;
using Coordinator.CrashCampaign.Plan;
using Coordinator.TestKit.Slack;

namespace Coordinator.CrashCampaign.Peers;

/// <summary>Delivers questions as Slack does: again until they are acknowledged, and now and then once more although they were.</summary>
internal sealed class SlackSender(IEventChannel channel, Random random, TimeProvider time, CancellationToken stopped)
{
    private readonly ConcurrentDictionary<Question, EventDelivery> _deliveries = new();
    private int _duplicates;

    public ICollection<EventDelivery> Deliveries => _deliveries.Values;

    /// <summary>Completes with the question's first acknowledgement.</summary>
    public Task Acknowledged(Question question) => _deliveries[question].Acknowledged;

    /// <summary>Deliveries of an event beyond its first.</summary>
    public int Duplicates => _duplicates + channel.Redeliveries;

    /// <summary>Begins to deliver it and returns at once.</summary>
    /// <param name="retry">0, unless it was sent before.</param>
    public void Send(Question question, int retry = 0)
    {
        var delivery = new EventDelivery(question) { Ended = Task.CompletedTask };
        _deliveries[question] = delivery;
        var again = random.Next(4) == 0;
        delivery.Ended = Task.Run(() => DeliverAsync(delivery, retry, again), stopped);
    }

    /// <summary>It was sent otherwise, and Slack saw the acknowledgement.</summary>
    public void SentAlready(Question question)
    {
        var delivery = new EventDelivery(question) { Ended = Task.CompletedTask };
        delivery.Acknowledge();
        _deliveries[question] = delivery;
    }

    public static IReadOnlyList<byte[]> Bodies(Question question) => question.Form switch
    {
        EventForm.Mention => [SlackPayloads.AppMention(question.Message)],
        EventForm.MentionAndMessage => [SlackPayloads.AppMention(question.Message), SlackPayloads.ChannelMessage(question.Message, mentionsBot: true)],
        EventForm.Direct => [SlackPayloads.DirectMessage(question.Message)],
        _ => [SlackPayloads.ChannelMessage(question.Message)],
    };

    private async Task DeliverAsync(EventDelivery delivery, int retry, bool again)
    {
        if (delivery.Question.After is { } earlier)
            await _deliveries[earlier].Acknowledged.WaitAsync(stopped);
        var bodies = Bodies(delivery.Question);
        Interlocked.Add(ref _duplicates, bodies.Count - 1);
        await Task.WhenAll(bodies.Select(body => DeliverAsync(delivery, body, retry)));
        if (again)
        {
            // It did see the acknowledgement, and delivers once more, perhaps to the next life.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(100, 2000)), time, stopped);
            Interlocked.Increment(ref _duplicates);
            await DeliverAsync(delivery, bodies[0], 0);
        }
    }

    private async Task DeliverAsync(EventDelivery delivery, byte[] body, int retry)
    {
        await channel.DeliverAsync(body, retry);
        delivery.Acknowledge();
    }
}
