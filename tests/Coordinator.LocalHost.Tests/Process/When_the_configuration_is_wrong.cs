namespace Coordinator.LocalHost.Tests.Process;

/// <summary>Nothing is started on a guess: the process ends with 1 and says what is wrong where.</summary>
public sealed class When_the_configuration_is_wrong : DataFolders
{
    [Theory]
    [InlineData("mcp-servers.yaml", "servers:\n  a:\n    transprt: stdio\n", "mcp-servers.yaml:3:5: servers.a.transprt: Unknown field.")]
    [InlineData("tool-policy.yaml", "tools:\n  t:\n    access: wriet\n", "tool-policy.yaml:3:13: tools.t.access: 'wriet' is not one of read, write.")]
    [InlineData("tool-catalog.yaml", "tiers:\n  t:\n    teir: 1\n", "tool-catalog.yaml:3:5: tiers.t.teir: Unknown field.")]
    [InlineData("workflows/w.yaml", "name: w\ntitle: w\n", "w.yaml:1:1: steps: Is missing.")]
    [InlineData("workflows/w.yaml", "name: [w\n", "w.yaml:")]
    public async Task Should_name_file_line_and_field(string file, string text, string problem)
    {
        Directory.CreateDirectory(Path.Combine(Config, "workflows"));
        await File.WriteAllTextAsync(Path.Combine(Config, "mcp-servers.yaml"), "servers: {}\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Config, file), text, TestContext.Current.CancellationToken);
        await using var host = HostProcess.Begin(Data, config: Config);
        Assert.Equal(1, await host.ExitAsync());
        await host.Errors.WaitForAsync(line => line.Contains(problem, StringComparison.Ordinal));
        Assert.DoesNotContain(host.Errors.All, line => line.Contains("   at ", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Data), "Nothing is created before the configuration is right.");
    }

    [Fact]
    public async Task Should_name_every_bad_setting_at_once()
    {
        var settings = new Dictionary<string, string> { ["RUN_MAX_ACTIVE"] = "0", ["ALLOW_MUTATIONS"] = "maybe", ["SLACK_BOT_TOKEN"] = "xoxb-1" };
        await using var host = HostProcess.Begin(Data, settings);
        Assert.Equal(1, await host.ExitAsync());
        await host.Errors.WaitForAsync(line => line.Contains("RUN_MAX_ACTIVE must be a whole number from 1 to 10000.", StringComparison.Ordinal));
        await host.Errors.WaitForAsync(line => line.Contains("ALLOW_MUTATIONS is 'maybe': it must be true or false.", StringComparison.Ordinal));
        await host.Errors.WaitForAsync(line => line.Contains("SLACK_SIGNING_SECRET is empty while SLACK_BOT_TOKEN is set", StringComparison.Ordinal));
    }
}
