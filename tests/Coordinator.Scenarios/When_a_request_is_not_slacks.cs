using System.IO.Compression;
using System.Text;
using Coordinator.TestKit.Slack;

namespace Coordinator.Scenarios;

/// <summary>Forged and broken deliveries at the running host: refused, counted, without a run, and the host goes on.</summary>
public sealed class When_a_request_is_not_slacks
{
    private static readonly byte[] Mention = SlackPayloads.AppMention(SlackScenario.Question);

    [Theory]
    [InlineData("unsigned", 401, "rejected signature_missing")]
    [InlineData("forged", 401, "rejected signature_mismatch")]
    [InlineData("changed", 401, "rejected signature_mismatch")]
    [InlineData("stale", 401, "rejected signature_stale")]
    [InlineData("from the future", 401, "rejected signature_stale")]
    [InlineData("truncated", 400, "malformed none")]
    [InlineData("gzip", 415, "rejected media_type")]
    [InlineData("form", 415, "rejected media_type")]
    [InlineData("not UTF-8", 400, "malformed none")]
    [InlineData("2 MB", 413, "rejected too_large")]
    [InlineData("deeply nested", 400, "malformed none")]
    [InlineData("empty", 400, "malformed none")]
    public async Task Should_refuse_and_count_it_and_go_on(string kind, int status, string counted)
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        Assert.Equal(status, await scenario.Host.DeliverAsync(Make(kind, scenario)));
        Assert.Equal(1, scenario.Host.Counts.Of($"coordinator.intake.events {counted}"));
        Assert.Empty(await scenario.RunsAsync());

        await scenario.AskAsync();
        await scenario.Host.EndAsync(SlackScenario.RunId);
        Assert.Equal("Sunny.", Assert.Single(scenario.Thread).Shown);
    }

    [Fact]
    public async Task Should_survive_a_body_that_ends_too_early()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        using (var connection = new System.Net.Sockets.TcpClient(scenario.Host.Http.BaseAddress!.Host, scenario.Host.Http.BaseAddress.Port))
        {
            var head = $"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Mention.Length}\r\n\r\n";
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
            await connection.GetStream().WriteAsync(Mention.AsMemory(0, 20), TestContext.Current.CancellationToken);
        }

        await scenario.Host.Counts.All.WaitForAsync(counted => counted == "coordinator.intake.events rejected cut_off");
        Assert.Empty(await scenario.RunsAsync());
        await scenario.AskAsync();
        await scenario.Host.EndAsync(SlackScenario.RunId);
    }

    private static SignedSlackRequest Make(string kind, SlackScenario scenario)
    {
        var now = scenario.Clock.Now;
        var ours = new ScenarioPlan { Clock = scenario.Clock };
        var fine = ours.Sign(Mention);
        return kind switch
        {
            "unsigned" => fine with { Headers = new Dictionary<string, string> { ["Content-Type"] = "application/json" } },
            "forged" => new SlackSigner("another secret").Sign(Mention, now),
            "changed" => fine with { Body = [.. Mention, (byte)' '] },
            "stale" => new SlackSigner(ScenarioPlan.Secret).Sign(Mention, now.AddMinutes(-6)),
            "from the future" => new SlackSigner(ScenarioPlan.Secret).Sign(Mention, now.AddMinutes(6)),
            "truncated" => ours.Sign(Mention[..(Mention.Length / 2)]),
            "gzip" => With(ours.Sign(Gzip(Mention)), "Content-Encoding", "gzip"),
            "form" => With(fine, "Content-Type", "application/x-www-form-urlencoded"),
            "not UTF-8" => ours.Sign(Replace(Mention, "Berlin"u8, [0x42, 0xFF, 0xFE, 0x6C, 0x69, 0x6E])),
            "2 MB" => ours.Sign(Encoding.UTF8.GetBytes($"{{\"type\":\"event_callback\",\"x\":\"{new string('x', 2 * 1000 * 1000)}\"}}")),
            "deeply nested" => ours.Sign(Encoding.UTF8.GetBytes(new string('[', 100_000))),
            _ => ours.Sign([]),
        };
    }

    private static SignedSlackRequest With(SignedSlackRequest request, string header, string value) =>
        request with { Headers = new Dictionary<string, string>(request.Headers) { [header] = value } };

    private static byte[] Gzip(byte[] body)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionMode.Compress))
        {
            gzip.Write(body);
        }

        return compressed.ToArray();
    }

    private static byte[] Replace(byte[] body, ReadOnlySpan<byte> old, ReadOnlySpan<byte> changed)
    {
        var copy = body.ToArray();
        changed.CopyTo(copy.AsSpan(copy.AsSpan().IndexOf(old)));
        return copy;
    }
}
