using System.Net.Http.Headers;

namespace Coordinator.TestKit.Slack;

/// <summary>A request as Slack would send it.</summary>
/// <param name="Headers">With <c>Content-Type</c>.</param>
public sealed record SignedSlackRequest(byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The same request delivered again.</summary>
    /// <param name="number">1 to 3.</param>
    public SignedSlackRequest AsRetry(int number, string reason = "http_timeout") => this with
    {
        Headers = new Dictionary<string, string>(Headers) { ["X-Slack-Retry-Num"] = $"{number}", ["X-Slack-Retry-Reason"] = reason },
    };

    public HttpRequestMessage ToMessage(string url)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Body) };
        foreach (var (name, value) in Headers)
            if (name == "Content-Type")
                message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content.Headers.TryAddWithoutValidation(name, value);
        return message;
    }
}
