namespace Coordinator.Cli.Tests;

public sealed class When_slack_is_looked_at(RunningHost host)
{
    [Fact]
    public async Task Should_show_the_token_and_each_connection()
    {
        await host.RunAsync("slack", "restart");
        var ran = await host.RunAsync("slack", "status");

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains(ran.Lines, line => line.StartsWith("Slack", StringComparison.Ordinal) && line.EndsWith("connected", StringComparison.Ordinal));
        Assert.Contains(ran.Lines, line => line.StartsWith("Socket Mode", StringComparison.Ordinal) && line.EndsWith("yes", StringComparison.Ordinal));
        Assert.Equal(2, ran.Lines.Count(line => line.Contains("applink-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Should_open_new_connections()
    {
        var ran = await host.RunAsync("slack", "restart", "--json");

        Assert.Equal(0, ran.ExitCode);
        Assert.All(ran.Json.GetProperty("connections").EnumerateArray(), one => Assert.Equal("connected", one.GetProperty("state").GetString()));
        Assert.Contains((await host.RunAsync("audit")).Lines, line => line.Contains("slack_restarted", StringComparison.Ordinal));
    }
}
