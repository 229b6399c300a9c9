using System.Globalization;
using System.Text;
using Coordinator.TestKit.Slack;

namespace Coordinator.Benchmarks.Load;

/// <summary>Mentions of the bot, each another message, as complete HTTP requests. Made beforehand, so that the client costs little while it measures.</summary>
internal static class SignedEvents
{
    public const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    private static long _lastMessage = 100_000;

    /// <param name="channels">Messages go round these many channels.</param>
    public static byte[][] Make(int count, int port, int channels = 5_000)
    {
        var signer = new SlackSigner(Secret);
        var now = TimeProvider.System.GetUtcNow();
        var requests = new byte[count][];
        for (var i = 0; i < count; i++)
            requests[i] = Request(signer, now, port, channels);
        return requests;
    }

    private static byte[] Request(SlackSigner signer, DateTimeOffset now, int port, int channels)
    {
        var number = Interlocked.Increment(ref _lastMessage);
        var ts = string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeSeconds() + (number / 1_000_000)}.{number % 1_000_000:000000}");
        var message = new SlackMessageEvent("why is the order service slow since this morning?", ts) { Channel = $"C{100_000 + (number % channels)}" };
        var signed = signer.Sign(SlackPayloads.AppMention(message), now);
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"POST /slack/events HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: {signed.Body.Length}\r\n");
        foreach (var (name, value) in signed.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. signed.Body];
    }
}
