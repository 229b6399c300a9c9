using Coordinator.TestKit.Slack;

namespace Coordinator.Cli.Tests;

/// <summary>Drain, configuration, model, Slack and replay.</summary>
public sealed class When_it_is_looked_after(RunningHost host)
{
    [Fact]
    public async Task Should_drain_wait_and_go_on()
    {
        var drained = await host.RunAsync("drain", "on", "--wait");
        Assert.Equal(0, drained.ExitCode);
        Assert.StartsWith("Draining since ", drained.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith("yes: nothing is under way any more", drained.Lines[^1], StringComparison.Ordinal);
        var health = await host.RunAsync("health");
        Assert.Contains(health.Lines, line => line.StartsWith("runs ", StringComparison.Ordinal) && line.Contains("Draining since", StringComparison.Ordinal));

        var asked = host.RunAsync("chat", "How is Bonn?");
        Assert.Equal("Not draining.", (await host.RunAsync("drain", "off")).Lines[0]);
        Assert.Equal((0, "Sunny."), ((await asked).ExitCode, (await asked).Out.Trim()));
        Assert.Equal("drain_on", (await host.RunAsync("audit", "--limit", "50", "--json")).Json.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()).First(action => action == "drain_on"));
        Assert.Equal(2, (await host.RunAsync("drain", "maybe")).ExitCode);
    }

    [Fact]
    public async Task Should_check_the_configuration()
    {
        var ran = await host.RunAsync("config", "check");
        Assert.Equal(0, ran.ExitCode);
        Assert.Contains(ran.Lines, line => line.StartsWith("mcp-servers.yaml", StringComparison.Ordinal) && line.EndsWith("as loaded", StringComparison.Ordinal));
        Assert.StartsWith("Valid: ", ran.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_ping_the_model_beside_the_figures_of_runs()
    {
        var before = (await host.RunAsync("llm", "metrics", "--json")).Json.GetProperty("total_requests").GetInt64();
        var ran = await host.RunAsync("llm", "ping");
        Assert.Equal(0, ran.ExitCode);
        Assert.Contains(ran.Lines, line => line.StartsWith("Provider", StringComparison.Ordinal) && line.EndsWith("anthropic", StringComparison.Ordinal));
        Assert.Equal(before, (await host.RunAsync("llm", "metrics", "--json")).Json.GetProperty("total_requests").GetInt64());
    }

    [Fact]
    public async Task Should_test_Slack_and_say_what_a_refusal_means()
    {
        host.Slack.Scopes = "chat:write,app_mentions:read";
        var scopes = await host.RunAsync("slack", "test");
        Assert.Equal(3, scopes.ExitCode);
        Assert.Contains(scopes.Lines, line => line.StartsWith("Missing scopes", StringComparison.Ordinal) && line.Contains("channels:history, groups:history, im:history", StringComparison.Ordinal));

        host.Slack.Scopes = "app_mentions:read,channels:history,chat:write,groups:history,im:history";
        var posted = await host.RunAsync("slack", "test", "--channel", "C0TEST");
        Assert.Equal(0, posted.ExitCode);
        Assert.Contains(posted.Lines, line => line.StartsWith("Link", StringComparison.Ordinal) && line.Contains("https://stub.slack.com/archives/C0TEST/p", StringComparison.Ordinal));
        Assert.Contains(host.Slack.Posts, post => post.Channel == "C0TEST");

        host.Slack.Next("chat.postMessage", SlackBehaviour.Refuse("not_in_channel"));
        var refused = await host.RunAsync("slack", "test", "--channel", "C0TEST");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains(refused.Lines, line => line.StartsWith("Next step", StringComparison.Ordinal) && line.EndsWith("Invite the bot: /invite @bot", StringComparison.Ordinal));
        Assert.Equal(2, (await host.RunAsync("slack", "test", "--channel", "general")).ExitCode);
    }

    [Fact]
    public async Task Should_replay_a_run()
    {
        await host.RunAsync("chat", "How is Ulm?");
        var run = (await host.RunAsync("runs", "list", "--json")).Json.GetProperty("runs").EnumerateArray().First(one => one.GetProperty("message").GetString() == "How is Ulm?").GetProperty("run_id").GetString()!;
        var ran = await host.RunAsync("runs", "replay", run);
        Assert.Equal((0, "4 facts, same decisions."), (ran.ExitCode, ran.Lines[^1]));
        Assert.Equal(6, (await host.RunAsync("runs", "replay", "nothing")).ExitCode);
    }
}
