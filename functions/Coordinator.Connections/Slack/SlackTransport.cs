using System.Net.Http.Headers;
using System.Text.Json;
using Coordinator.Core.Failures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordinator.Connections.Slack;

/// <summary>Makes one call of the Web API: waits for its turn, sends it once, reads the answer.</summary>
internal sealed partial class SlackTransport(
    IHttpClientFactory clients, IOptions<SlackOptions> options, SlackPacing pacing, TimeProvider time, ILogger<SlackTransport> logger)
{
    public const string HttpClientName = "slack";

    /// <param name="content">Never empty: <see cref="SocketsHttpHandler"/> may send a request without body twice when a pooled connection breaks.</param>
    /// <param name="pacedChannel">Set for posts, of which a channel takes one a second.</param>
    /// <param name="heads">Given the headers of the answer.</param>
    public Task<Outcome<JsonElement>> CallAsync(string method, HttpContent content, string? pacedChannel, CancellationToken cancellationToken, Action<HttpResponseHeaders>? heads = null) =>
        CallAsync(method, content, options.Value.BotToken, pacedChannel, heads, cancellationToken);

    /// <summary>With the app-level token, which a few methods ask for.</summary>
    public Task<Outcome<JsonElement>> CallAsAppAsync(string method, HttpContent content, CancellationToken cancellationToken) =>
        CallAsync(method, content, options.Value.AppToken, null, null, cancellationToken);

    private async Task<Outcome<JsonElement>> CallAsync(string method, HttpContent content, string? token, string? pacedChannel, Action<HttpResponseHeaders>? heads, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, method) { Content = content };
        if (string.IsNullOrEmpty(token))
            return SlackFailures.NotConfigured();
        if (await pacing.WaitForTurnAsync(method, pacedChannel, cancellationToken) is { } wait)
            return SlackFailures.RateLimited(method, wait);

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var started = time.GetTimestamp();
        var outcome = await SendAsync(method, request, heads, cancellationToken);
        if (outcome.Failure is { } failure)
            Note(method, failure, time.GetElapsedTime(started));
        return outcome;
    }

    private async Task<Outcome<JsonElement>> SendAsync(string method, HttpRequestMessage request, Action<HttpResponseHeaders>? heads, CancellationToken cancellationToken)
    {
        var timeout = options.Value.RequestTimeout;
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var client = clients.CreateClient(HttpClientName);
            using var response = await client.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            heads?.Invoke(response.Headers);
            return SlackAnswer.Read(method, response, body, time.GetUtcNow());
        }
        catch (OperationCanceledException exception) when (!exception.IsCausedBy(cancellationToken))
        {
            // Not our limit: then it was the handler's, for the connection.
            return limit.IsCancellationRequested ? SlackFailures.TimedOut(method, timeout) : SlackFailures.NotConnected(method);
        }
        catch (HttpRequestException exception)
        {
            return SlackFailures.Of(method, exception);
        }
    }

    private void Note(string method, Failure failure, TimeSpan elapsed)
    {
        if (failure.Class == FailureClass.RateLimited)
            pacing.Hold(method, failure.RetryAfter ?? SlackPacing.PostInterval);
        LogFailed(method, failure.Class, failure.Code, failure.MaybeExecuted, elapsed.TotalMilliseconds);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack {Method} failed after {Milliseconds:0} ms: {Class} {Code}, maybe executed: {MaybeExecuted}")]
    private partial void LogFailed(string method, FailureClass @class, string? code, bool maybeExecuted, double milliseconds);
}
