using Coordinator.Connections.State;
using Coordinator.Core.Configuration;

namespace Coordinator.LocalHost.Tests;

public sealed class HostSettingsTests
{
    [Theory]
    [InlineData("RUN_MAX_MODEL_TURNS", "0", "RUN_MAX_MODEL_TURNS must be a whole number from 1 to 1000.")]
    [InlineData("RUN_MAX_TOOL_CALLS", "10001", "RUN_MAX_TOOL_CALLS must be a whole number from 1 to 10000.")]
    [InlineData("RUN_MAX_PARALLEL_TOOL_CALLS", "65", "RUN_MAX_PARALLEL_TOOL_CALLS must be a whole number from 1 to 64.")]
    [InlineData("RUN_DEADLINE_MINUTES", "-1", "RUN_DEADLINE_MINUTES must be a whole number from 1 to 1440.")]
    [InlineData("RUN_MAX_TOKENS", "999", "RUN_MAX_TOKENS must be a whole number from 1000 to 100000000.")]
    [InlineData("RUN_MAX_IDENTICAL_CALLS", "0", "RUN_MAX_IDENTICAL_CALLS must be a whole number from 1 to 1000.")]
    [InlineData("RUN_MAX_ACTIVE", "99999999999999999999", "RUN_MAX_ACTIVE is '99999999999999999999': it must be a whole number from 1 to 10000.")]
    [InlineData("RUN_MAX_ACTIVE", "many", "RUN_MAX_ACTIVE is 'many': it must be a whole number from 1 to 10000.")]
    [InlineData("RUN_RETENTION_DAYS", "0", "RUN_RETENTION_DAYS must be a whole number from 1 to 3650.")]
    [InlineData("RUN_STOP_WITHIN", "301", "RUN_STOP_WITHIN must be a whole number of seconds from 0 to 300.")]
    [InlineData("RUN_STOP_WITHIN", "-1", "RUN_STOP_WITHIN must be a whole number of seconds from 0 to 300.")]
    [InlineData("RUN_STOP_WITHIN", "soon", "RUN_STOP_WITHIN is 'soon': it must be a whole number of seconds from 0 to 300.")]
    [InlineData("LLM_MAX_CONCURRENT", "abc", "LLM_MAX_CONCURRENT is 'abc': it must be a whole number from 1 to ")]
    [InlineData("CIRCUIT_BREAKER_TIMEOUT", "1m", "CIRCUIT_BREAKER_TIMEOUT is '1m': it must be a whole number of seconds from 1 to ")]
    [InlineData("COORDINATOR_DRAIN", "now", "COORDINATOR_DRAIN is 'now': it must be true or false.")]
    [InlineData("HEALTH_CHECK_INTERVAL", "4", "HEALTH_CHECK_INTERVAL must be a whole number of seconds from 5 to 3600.")]
    [InlineData("HEALTH_MONITOR_AUTO_RESTART", "off", "HEALTH_MONITOR_AUTO_RESTART is 'off': it must be true or false.")]
    [InlineData("MCP_REGISTRATION_ALLOWED_HOSTS", "mcp.example.com, https://a.example.com", "MCP_REGISTRATION_ALLOWED_HOSTS holds 'https://a.example.com': allowed are host names (mcp.example.com), suffixes")]
    [InlineData("MCP_REGISTRATION_ALLOWED_HOSTS", "169.254.169.254", "link-local and metadata addresses are not")]
    [InlineData("ALLOW_MUTATIONS", "yes", "ALLOW_MUTATIONS is 'yes': it must be true or false.")]
    [InlineData("SLACK_API_URL", "slack.com", "SLACK_API_URL is 'slack.com'; it must be an absolute http or https address")]
    [InlineData("SLACK_REQUEST_TIMEOUT", "61", "SLACK_REQUEST_TIMEOUT is 61 seconds; allowed are 1 to 60.")]
    [InlineData("SLACK_BOT_TOKEN", "xapp-1", "SLACK_BOT_TOKEN holds an app-level token")]
    [InlineData("SLACK_APP_TOKEN", "xoxb-1", "SLACK_APP_TOKEN holds a bot token (xoxb-…); it must be the app-level token (xapp-…).")]
    [InlineData("SLACK_APP_TOKEN", "xapp-1", "SLACK_APP_TOKEN is set while SLACK_BOT_TOKEN is empty")]
    [InlineData("SLACK_SOCKET_CONNECTIONS", "11", "SLACK_SOCKET_CONNECTIONS is 11; allowed are 1 to 10")]
    [InlineData("SLACK_SOCKET_CONNECTIONS", "two", "SLACK_SOCKET_CONNECTIONS is 'two': it must be a whole number.")]
    [InlineData("LLM_PROVIDER", "hal", "LLM_PROVIDER is 'hal'")]
    [InlineData("COORDINATOR_ADMIN_KEY", "short", "COORDINATOR_ADMIN_KEY")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes", "OTEL_TRACES_SAMPLER is 'sometimes': it must be always_on, always_off, traceidratio")]
    [InlineData("OTEL_TRACES_SAMPLER", "microsoft.rate_limited", "or, with APPLICATIONINSIGHTS_CONNECTION_STRING, microsoft.fixed_percentage")]
    [InlineData("OTEL_TRACES_SAMPLER", "traceidratio", "OTEL_TRACES_SAMPLER_ARG is '': it must be a number from 0 to 1, the part that is kept.")]
    public void Read_WhenAValueIsWrong_NamesVariableProblemAndWhatIsAllowed(string name, string value, string problem)
    {
        var refusal = Assert.Throws<ConfigException>(() => Read((name, value)));
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenSeveralAreWrong_NamesAllAtOnce()
    {
        var refusal = Assert.Throws<ConfigException>(() => Read(("RUN_MAX_ACTIVE", "0"), ("ALLOW_MUTATIONS", "yes"), ("SLACK_BOT_TOKEN", "xoxb-1")));
        Assert.Equal(3, refusal.Message.Split('\n').Length);
        Assert.DoesNotContain("xoxb-1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenNothingIsSet_TakesTheDefaultsOfTheDesign()
    {
        var settings = Read();
        Assert.Equal((12, 40, 8, 15, 200_000), (settings.Coordinator.Limits.MaxModelTurns, settings.Coordinator.Limits.MaxToolCalls, settings.Coordinator.Limits.MaxParallelToolCalls, settings.Coordinator.Limits.DeadlineMinutes, settings.Coordinator.Limits.MaxTokens));
        Assert.Equal((TimeSpan.FromSeconds(10), 30), (settings.Runner.StopWithin, settings.Runner.RetentionDays));
        Assert.Equal((TimeSpan.FromSeconds(60), true), (settings.Coordinator.Health.Interval, settings.Coordinator.Health.AutoRestart));
        Assert.False(settings.Coordinator.Mutations.AllowMutations);
        Assert.False(settings.Coordinator.Slack.IsConfigured);
        Assert.False(settings.Coordinator.Model.IsConfigured);
    }

    [Fact]
    public void Read_OfAnAppToken_NeedsNoSigningSecret()
    {
        var slack = Read(("SLACK_BOT_TOKEN", "xoxb-1"), ("SLACK_APP_TOKEN", "xapp-1")).Coordinator.Slack;
        Assert.Equal((true, 2), (slack.HasSocketMode, slack.Sockets));
    }

    /// <summary>Figures that stand in a document stand in the code: the original said 7, 30 or never, and three different ports.</summary>
    [Theory]
    [InlineData("runbook.md")]
    [InlineData("settings.md")]
    public void Defect31_DefaultsInTheDocuments_AreThoseOfTheCode(string document)
    {
        var settings = Read().Coordinator;
        var defaults = new Dictionary<string, string>
        {
            ["LLM_RATE_LIMITING"] = settings.ModelRate.IsOn ? "true" : "false",
            ["LLM_MAX_CONCURRENT"] = $"{settings.ModelRate.MaxConcurrent}",
            ["CIRCUIT_BREAKER_THRESHOLD"] = $"{settings.Breaker.Threshold}",
            ["CIRCUIT_BREAKER_TIMEOUT"] = $"{settings.Breaker.OpenFor.TotalSeconds}",
            ["HEALTH_CHECK_INTERVAL"] = $"{settings.Health.Interval.TotalSeconds}",
            ["DLQ_RETENTION_DAYS"] = $"{settings.DeadLetters.RetentionDays}",
            ["REDIS_URL"] = StateStoreOptions.RunbookDefault,
        };
        var rows = File.ReadLines(Path.Combine(Repository(), "docs", document)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length > 3).ToList();
        foreach (var (name, value) in defaults)
        {
            var row = Assert.Single(rows, cells => cells[1] == $"`{name}`");
            Assert.True(row[2].Contains(value, StringComparison.Ordinal), $"{document} says that {name} is {row[2]}, but it is {value}.");
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Coordinator.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("TRUE", true)]
    [InlineData(" ", true)]
    public void AutoRestart_IsOnUnlessItIsSwitchedOff(string value, bool isOn) => Assert.Equal(isOn, Read(("HEALTH_MONITOR_AUTO_RESTART", value)).Coordinator.Health.AutoRestart);

    private static HostSettings Read(params (string Name, string Value)[] variables) =>
        HostSettings.Read(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
