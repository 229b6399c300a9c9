using System.Net;

namespace Coordinator.Connections.Mcp;

/// <summary>What the SDK does not do for its HTTP requests.</summary>
internal sealed class McpHttpHandler(TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>A session's end is a courtesy to the server; it must not hold up ours.</summary>
    private static readonly TimeSpan DeleteWithin = TimeSpan.FromSeconds(2);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Delete)
        {
            return await EndSessionAsync(request, cancellationToken);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Get && response.StatusCode == HttpStatusCode.NotFound)
        {
            // The SDK takes it for the end of the session, while servers say it of the stream they do not have. If the session has ended, the next POST shows it.
            response.StatusCode = HttpStatusCode.MethodNotAllowed;
        }
        else if (request.Method == HttpMethod.Post && response.Headers.RetryAfter is { } after && !response.IsSuccessStatusCode)
        {
            using (response)
            {
                throw new McpRefusedException(response.StatusCode, after.Delta ?? (after.Date is { } date ? date - time.GetUtcNow() : null));
            }
        }

        return response;
    }

    private async Task<HttpResponseMessage> EndSessionAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(DeleteWithin, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return await base.SendAsync(request, ended.Token);
    }
}

/// <summary>A refusal that says how long to wait: the SDK's own exception does not carry it.</summary>
internal sealed class McpRefusedException(HttpStatusCode status, TimeSpan? retryAfter)
    : HttpRequestException($"Refused with {(int)status}.", inner: null, status)
{
    public TimeSpan? RetryAfter { get; } = retryAfter is { Ticks: < 0 } ? TimeSpan.Zero : retryAfter;
}
