using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Coordinator.TestKit.Slack;

/// <summary>Signs request bodies as Slack does (v0).</summary>
public sealed class SlackSigner(string secret)
{
    public SignedSlackRequest Sign(byte[] body, DateTimeOffset at, string contentType = "application/json")
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new SignedSlackRequest(body, new Dictionary<string, string>
        {
            ["Content-Type"] = contentType,
            ["X-Slack-Request-Timestamp"] = timestamp,
            ["X-Slack-Signature"] = Signature(timestamp, body),
        });
    }

    private string Signature(string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"v0:{timestamp}:"), .. body];
        return "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }
}
