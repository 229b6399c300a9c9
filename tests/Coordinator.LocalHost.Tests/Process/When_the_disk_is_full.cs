using System.Net;
using Coordinator.TestKit.Slack;

namespace Coordinator.LocalHost.Tests.Process;

/// <summary>The host may not write beyond a size: every file ends there, as on a full disk.</summary>
public sealed class When_the_disk_is_full : DataFolders
{
    private const string Secret = "process-signing-secret";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_ask_slack_to_send_again_lose_nothing_and_recover_with_space()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "prlimit is Linux's.");
        await using var slack = await SlackStub.StartAsync(cancellationToken: Token);
        var settings = new Dictionary<string, string>
        {
            ["SLACK_BOT_TOKEN"] = "xoxb-process",
            ["SLACK_SIGNING_SECRET"] = Secret,
            ["SLACK_API_URL"] = slack.Url,
        };
        await using var host = await HostProcess.StartAsync(Data, settings);
        await host.LimitFilesAsync($"{400 * 1024}");
        var (accepted, refused) = (new List<string>(), "");
        for (var number = 100; refused.Length == 0; number++)
        {
            Assert.True(number < 2000, "The disk never became full.");
            var ts = $"1790000000.{number:000000}";
            switch (await DeliverAsync(host, ts))
            {
                case HttpStatusCode.OK: accepted.Add(ts); break;
                case HttpStatusCode.ServiceUnavailable: refused = ts; break;
                case var other: Assert.Fail($"{other}"); break;
            }
        }

        Assert.NotEmpty(accepted);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/health/live", Token)).StatusCode);

        await host.LimitFilesAsync("unlimited");
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(host, refused));
        foreach (var ts in accepted.Append(refused))
        {
            await host.Output.WaitForAsync(line => line.Contains($"run_finished run_id=slack-T100-{ChannelOf(ts)}-{ts}", StringComparison.Ordinal));
        }

        Assert.All(accepted.Append(refused), ts => Assert.Single(slack.Thread(ChannelOf(ts), ts)));
    }

    /// <summary>A channel each, because a channel takes one post a second.</summary>
    private static string ChannelOf(string ts) => $"C{ts[^6..]}";

    private static async Task<HttpStatusCode> DeliverAsync(HostProcess host, string ts)
    {
        var payload = SlackPayloads.AppMention(new SlackMessageEvent(new string('x', 8000), ts) { Channel = ChannelOf(ts) });
        using var request = new SlackSigner(Secret).Sign(payload, TimeProvider.System.GetUtcNow()).ToMessage("/slack/events");
        using var response = await host.Http.SendAsync(request, Token);
        return response.StatusCode;
    }
}
