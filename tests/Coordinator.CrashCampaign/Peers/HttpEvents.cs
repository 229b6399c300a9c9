using System.Net;
using Coordinator.TestKit.Slack;

namespace Coordinator.CrashCampaign.Peers;

/// <summary>
/// Signed requests, again until there is a 200. Slack's pauses before its second and third retry (one and five minutes) are shortened.
/// </summary>
internal sealed class HttpEvents(LiveAddress address, string secret, TimeProvider time, CancellationToken stopped) : IEventChannel, IDisposable
{
    /// <summary>Slack gives up on an answer after three seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly SlackSigner _signer = new(secret);
    private int _redeliveries;

    public int Redeliveries => _redeliveries;

    public async Task DeliverAsync(byte[] body, int retry)
    {
        for (; ; retry++)
        {
            var host = await address.GetAsync(stopped);
            if (retry > 0)
                Interlocked.Increment(ref _redeliveries);
            if (await PostAsync(host, body, retry) == HttpStatusCode.OK)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(100, 400)), time, stopped);
        }
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

    public Task DisturbAsync() => Task.CompletedTask;

    public void Dispose() => _http.Dispose();
}
