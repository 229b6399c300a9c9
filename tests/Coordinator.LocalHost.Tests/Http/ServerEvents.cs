using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>Reads an event stream as a browser would.</summary>
internal sealed class ServerEvents(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> items) : IAsyncDisposable
{
    public HttpResponseMessage Response => response;

    public static async Task<ServerEvents> OpenAsync(HttpClient client, HttpRequestMessage request)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return new ServerEvents(response, SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken));
    }

    public static Task<ServerEvents> FollowAsync(HttpClient client, string runId, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/runs/{runId}/events");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return OpenAsync(client, request);
    }

    /// <summary>Null at the end of the stream.</summary>
    public async Task<ServerEvent?> NextAsync() => await items.MoveNextAsync()
        ? new ServerEvent(items.Current.EventType, items.Current.EventId, JsonDocument.Parse(items.Current.Data).RootElement)
        : null;

    public async Task<List<ServerEvent>> RestAsync()
    {
        var all = new List<ServerEvent>();
        while (await NextAsync() is { } next)
        {
            all.Add(next);
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await items.DisposeAsync();
        response.Dispose();
    }
}

internal sealed record ServerEvent(string Name, string? Id, JsonElement Data);
