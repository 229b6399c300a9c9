using System.Collections.Concurrent;
using System.Net;
using Coordinator.CrashCampaign.Plan;
using Coordinator.TestKit.Slack;

namespace Coordinator.CrashCampaign.Peers;

/// <summary>
/// Delivers events as Slack does: signed, again until there is a 200, and now and then once more although there was one. Slack's pauses before its second and
/// third retry (one and five minutes) are shortened.
/// </summary>
internal sealed class SlackSender(LiveAddress address, string secret, Random random, TimeProvider time, CancellationToken stopped) : IDisposable
{
    /// <summary>Slack gives up on an answer after three seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly SlackSigner _signer = new(secret);
    private readonly ConcurrentDictionary<Question, EventDelivery> _deliveries = new();
    private int _duplicates;

    public ICollection<EventDelivery> Deliveries => _deliveries.Values;

    /// <summary>Completes with the question's first 200.</summary>
    public Task Acknowledged(Question question) => _deliveries[question].Acknowledged;

    /// <summary>Deliveries of an event beyond its first.</summary>
    public int Duplicates => _duplicates;

    /// <summary>Begins to deliver it and returns at once.</summary>
    /// <param name="retry">0, unless a first delivery was made with <see cref="PostAsync"/>.</param>
    public void Send(Question question, int retry = 0)
    {
        var delivery = new EventDelivery(question) { Ended = Task.CompletedTask };
        _deliveries[question] = delivery;
        var again = random.Next(4) == 0;
        delivery.Ended = Task.Run(() => DeliverAsync(delivery, retry, again), stopped);
    }

    /// <summary>It was delivered with <see cref="PostAsync"/>, and Slack saw the 200.</summary>
    public void SentAlready(Question question)
    {
        var delivery = new EventDelivery(question) { Ended = Task.CompletedTask };
        delivery.Acknowledge();
        _deliveries[question] = delivery;
    }

    /// <summary>One request, whatever comes of it: the status, or null without an answer.</summary>
    public async Task<HttpStatusCode?> PostAsync(Uri host, byte[] body, int retry)
    {
        var request = _signer.Sign(body, time.GetUtcNow());
        using var message = (retry > 0 ? request.AsRetry(Math.Min(retry, 3)) : request).ToMessage(new Uri(host, "slack/events").ToString());
        try
        {
            using var response = await _http.SendAsync(message, stopped);
            return response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !stopped.IsCancellationRequested)
        {
            return null;
        }
    }

    public static IReadOnlyList<byte[]> Bodies(Question question) => question.Form switch
    {
        EventForm.Mention => [SlackPayloads.AppMention(question.Message)],
        EventForm.MentionAndMessage => [SlackPayloads.AppMention(question.Message), SlackPayloads.ChannelMessage(question.Message, mentionsBot: true)],
        EventForm.Direct => [SlackPayloads.DirectMessage(question.Message)],
        _ => [SlackPayloads.ChannelMessage(question.Message)],
    };

    public void Dispose() => _http.Dispose();

    private async Task DeliverAsync(EventDelivery delivery, int retry, bool again)
    {
        if (delivery.Question.After is { } earlier)
            await _deliveries[earlier].Acknowledged.WaitAsync(stopped);
        var bodies = Bodies(delivery.Question);
        Interlocked.Add(ref _duplicates, bodies.Count - 1);
        await Task.WhenAll(bodies.Select(body => DeliverAsync(delivery, body, retry)));
        if (again)
        {
            // It did see the 200, and delivers once more, perhaps to the next life.
            await PauseAsync(2000);
            Interlocked.Increment(ref _duplicates);
            await DeliverAsync(delivery, bodies[0], 0);
        }
    }

    private async Task DeliverAsync(EventDelivery delivery, byte[] body, int retry)
    {
        for (; ; retry++)
        {
            var host = await address.GetAsync(stopped);
            if (retry > 0)
                Interlocked.Increment(ref _duplicates);
            if (await PostAsync(host, body, retry) == HttpStatusCode.OK)
            {
                delivery.Acknowledge();
                return;
            }

            await PauseAsync(400);
        }
    }

    private Task PauseAsync(int most) => Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(100, most)), time, stopped);
}
