using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coordinator.Core.Intake;

namespace Coordinator.TestKit.Intake;

/// <summary>Signs as Slack does, written down a second time from Slack's documentation so that the verifier is not its own judge.</summary>
public sealed class SlackSigner(string secret)
{
    public const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    public static SlackSigner Default { get; } = new(Secret);

    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public string Sign(string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"v0:{timestamp}:"), .. body];
        return "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    /// <summary>A request to <c>/slack/events</c>, signed at that time.</summary>
    public HttpRequestMessage Request(byte[] body, DateTimeOffset at, string mediaType = "application/json")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new(mediaType);
        var request = new HttpRequestMessage(HttpMethod.Post, "/slack/events") { Content = content };
        request.Headers.Add(SlackSignature.TimestampHeader, Timestamp(at));
        request.Headers.Add(SlackSignature.SignatureHeader, Sign(Timestamp(at), body));
        return request;
    }
}
