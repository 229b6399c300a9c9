using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Replies;
using Coordinator.Page.Tests.Browsing;
using Coordinator.Page.Tests.Hosting;
using Coordinator.Page.Tests.SlackLook;
using Microsoft.Playwright;

namespace Coordinator.Page.Tests;

/// <summary>The blocks that would be posted, drawn about as Slack draws them, for the eye.</summary>
public sealed class When_answers_are_read_in_Slack(Chromium chromium)
{
    private const int Limit = 120_000;

    [Fact(Timeout = Limit)]
    public async Task Should_show_tables_lists_and_refusals()
    {
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync();
        foreach (var (name, question, expected) in new[]
        {
            ("instances", "list running instances", "remove-dev-server"),
            ("instances-below", "what is running in production?", "14 running instances"),
            ("databases", "list databases", "5 other databases"),
            ("costs", "show costs by service", "Autonomous Database"),
            ("cost-summary", "show cost summary for last month", "USD"),
            ("alarms", "list active alarms", "Severity"),
            ("cost-comparison", "compare costs August vs October vs November", "Total"),
            ("database-costs", "show database costs", "Autonomous Database"),
            ("metrics", "show CPU and memory usage of database-vm last 2 hours", "Network, in"),
            ("metrics-of-which", "show instance metrics", "show metrics for"),
            ("profiles", "list OCI profiles", "EMDEMO"),
            ("tenancy", "show tenancy", "eu-frankfurt-1"),
            ("vcns", "list VCNs", "10.0.0.0/16"),
            ("subnets", "list subnets in prod-network", "private"),
            ("instance", "show instance web-01", "prod-apps"),
            ("search", "find resources named integration", "AutonomousDatabase"),
            ("resource-summary", "show resource summary", "36 running"),
            ("unknown-compartment", "list VCNs in nowhere", "There is no compartment named"),
            ("capabilities", "help", "list running instances"),
            ("no-model", "why is the sky blue?", "No language model is configured here"),
            ("mutations-off", "stop instance remove-dev-server", "ALLOW_MUTATIONS"),
            ("unknown-name", "list instances in nowhere", "There is no compartment named"),
        })
        {
            await DrawAsync(window, name, SlackReply.Render(await AskAsync(host, question)), expected);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Should_show_long_answers_in_parts()
    {
        await using var window = await chromium.OpenAsync(Look.Light);
        var long1 = new StringBuilder("# Findings\n\nThe **three** causes, in order:\n\n");
        for (var number = 1; number <= 60; number++)
        {
            long1.Append(null, $"{number}. `worker-{number:000}` waits for [the lock](https://example.com/locks/{number}) held by *session {number * 7}*; {string.Concat(Enumerable.Repeat("it has been waiting since the nightly load began. ", 4))}\n");
        }

        long1.Append("\n> Nothing was changed.\n\n```sql\nselect sid, blocking_session from v$session where blocking_session is not null;\n```\n\n---\n\nEnd of the report.");
        var parts = SlackReply.Render(long1.ToString());
        Assert.True(parts.Count >= 2, $"{parts.Count} part(s)");
        await DrawAsync(window, "long-answer", parts, "End of the report.");
        var rows = string.Join('\n', Enumerable.Range(1, 320).Select(row => $"| worker-{row:000} | RUNNING | {row * 3.5m:0.00} |"));
        await DrawAsync(window, "long-table", SlackReply.Render($"**320 instances**\n\n| Name | State | Cost |\n|---|---|--:|\n{rows}"), "more rows");
    }

    [Fact(Timeout = Limit)]
    public async Task Should_show_what_is_going_on_and_what_failed()
    {
        await using var window = await chromium.OpenAsync(Look.Light);
        await DrawAsync(window, "working", [SlackReply.Working("check *blocking* sessions on ATPAdi\nand more")], "Working on it…");
        await DrawAsync(window, "in-line", [SlackReply.Working("check *blocking* sessions on ATPAdi", $"{new QueuePlace("database", 3, DateTimeOffset.UnixEpoch)}")], "3rd in line for database");
        await DrawAsync(window, "failure", SlackReply.Render("**I could not finish this.** The model provider (anthropic) does not accept our API key.\n\nYour request is kept (run `slack-T1-C1-1732.01`); you can ask again at any time."), "I could not finish this.");
        await DrawAsync(window, "stop-report", SlackReply.NamePerson(SlackReply.Render("**Stopped** by U02ANN. What had been done by then:\n\n- `oci_compute_stop_by_name`: succeeded\n- `oci_compute_start_by_name`: unknown (The server did not answer.)"), "U02ANN"), "What had been done by then");
    }

    private static async Task DrawAsync(Window window, string name, IReadOnlyList<SlackPart> parts, string expected)
    {
        await window.Page.SetContentAsync(BlockKitHtml.Of(parts));
        await Window.ShowsAsync(window.Page.Locator("body"), expected);
        await window.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Artifacts.PathOf("slack", name), FullPage = true });
    }

    private static async Task<string> AskAsync(PageHost host, string message)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var response = await http.PostAsJsonAsync("/chat", new { message }, TestContext.Current.CancellationToken);
        var run = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return run.GetProperty("response").GetString()!;
    }
}
