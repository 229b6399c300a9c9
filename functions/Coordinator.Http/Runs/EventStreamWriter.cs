using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Coordinator.Http.Runs;

/// <summary>Writes server-sent events; each is on the wire when its task completes.</summary>
internal sealed class EventStreamWriter(HttpResponse response)
{
    /// <summary>How long a browser waits before it reconnects.</summary>
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(2);

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await SendAsync(string.Create(CultureInfo.InvariantCulture, $"retry: {ReconnectAfter.TotalMilliseconds}\n\n"), cancellationToken);
    }

    /// <param name="id">What the client sends back as <c>Last-Event-ID</c>; null for an event that is never repeated.</param>
    public Task WriteAsync(string name, long? id, JsonObject data, CancellationToken cancellationToken)
    {
        var number = id is null ? "" : string.Create(CultureInfo.InvariantCulture, $"id: {id}\n");
        return SendAsync($"event: {name}\n{number}data: {data.ToJsonString(WebJson.Options)}\n\n", cancellationToken);
    }

    public Task HeartbeatAsync(CancellationToken cancellationToken) => SendAsync(": still here\n\n", cancellationToken);

    private async Task SendAsync(string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
