namespace Coordinator.Connections.Models;

/// <summary>
/// Sits below the SDKs: turns a refusal into its failure while the headers are at hand, and ends an answer that does not stop.
/// </summary>
internal sealed class AnswerCheck(ModelOptions options, TimeProvider time) : DelegatingHandler
{
    // Each token may come as an event of its own, some hundred bytes long.
    private const long BytesPerToken = 4 * 1024;

    private const long BytesAround = 1024 * 1024;

    private const int LongestError = 64 * 1024;

    private readonly ModelFailures _failures = new(options);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            response.Content = await LimitAsync(response.Content, cancellationToken).ConfigureAwait(false);
            return response;
        }

        using (response)
        {
            var error = ProviderError.Parse(await ReadErrorAsync(response.Content, cancellationToken).ConfigureAwait(false));
            throw new ModelFailedException(_failures.FromStatus((int)response.StatusCode, error, RetryAfterHeader.Read(response.Headers, time.GetUtcNow())));
        }
    }

    private async Task<HttpContent> LimitAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var limited = new StreamContent(new LimitedStream(stream, BytesAround + options.MaxTokens * BytesPerToken, () => new ModelFailedException(_failures.Garbage("sent an answer without end"))));
        foreach (var (name, values) in content.Headers)
            limited.Headers.TryAddWithoutValidation(name, values);
        return limited;
    }

    // The status is known, so a body that does not arrive changes nothing.
    private static async Task<ReadOnlyMemory<byte>> ReadErrorAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var bytes = new byte[LongestError];
        var length = 0;
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            length = await stream.ReadAtLeastAsync(bytes, LongestError, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is IOException or HttpRequestException)
        {
        }

        return bytes.AsMemory(0, length);
    }
}
