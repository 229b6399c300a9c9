using Coordinator.Connections.Slack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Coordinator.Connections.Tests.Slack;

public sealed class SlackOptionsTests
{
    [Fact]
    public void Validate_OfDefaults_Passes() => Validate(_ => { });

    [Fact]
    public void Validate_OfTokenAndSecret_Passes() => Validate(options => (options.BotToken, options.SigningSecret) = ("xoxb-1", "s"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Validate_OfATokenWithoutSecret_NamesTheSecret(string? secret) =>
        AssertRefused("SLACK_SIGNING_SECRET is empty", options => (options.BotToken, options.SigningSecret) = ("xoxb-1", secret));

    [Theory]
    [InlineData("xapp-1", "app-level token")]
    [InlineData("xoxb-1\n", "line break")]
    [InlineData("xoxb 1", "space")]
    public void Validate_OfAWrongToken_SaysWhyWithoutShowingIt(string token, string problem)
    {
        var message = AssertRefused(problem, options => (options.BotToken, options.SigningSecret) = (token, "s"));
        Assert.Contains("SLACK_BOT_TOKEN", message, StringComparison.Ordinal);
        Assert.DoesNotContain(token, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_OfAnAppTokenWithoutSecret_Passes() => Validate(options => (options.BotToken, options.AppToken) = ("xoxb-1", "xapp-1"));

    [Theory]
    [InlineData("xoxb-12", "holds a bot token")]
    [InlineData("xoxp-12", "no app-level token")]
    [InlineData("xapp-12\n", "no app-level token")]
    public void Validate_OfAWrongAppToken_SaysWhyWithoutShowingIt(string token, string problem)
    {
        var message = AssertRefused(problem, options => (options.BotToken, options.AppToken) = ("xoxb-1", token));
        Assert.Contains("SLACK_APP_TOKEN", message, StringComparison.Ordinal);
        Assert.DoesNotContain(token, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_OfAnAppTokenAlone_NamesTheBotToken() => AssertRefused("SLACK_BOT_TOKEN is empty", options => options.AppToken = "xapp-1");

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void Validate_OfAWrongNumberOfConnections_GivesTheRange(int sockets) => AssertRefused("allowed are 1 to 10", options => options.Sockets = sockets);

    [Theory]
    [InlineData("")]
    [InlineData("slack.com/api/")]
    [InlineData("ftp://slack.com/api/")]
    [InlineData("https://slack.com/api")]
    [InlineData("https://slack.com/api/?x=/")]
    [InlineData("https://user@slack.com/api/")]
    public void Validate_OfAWrongUrl_NamesTheVariable(string url) => AssertRefused("SLACK_API_URL", options => options.ApiUrl = url);

    [Theory]
    [InlineData(0)]
    [InlineData(61)]
    public void Validate_OfAWrongTimeout_GivesTheRange(int seconds) =>
        AssertRefused($"SLACK_REQUEST_TIMEOUT is {seconds} seconds; allowed are 1 to 60.", options => options.RequestTimeout = TimeSpan.FromSeconds(seconds));

    private static string AssertRefused(string problem, Action<SlackOptions> configure)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Validate(configure));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        return exception.Message;
    }

    private static void Validate(Action<SlackOptions> configure)
    {
        using var services = new ServiceCollection().AddLogging().AddSlack().Configure(configure).BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }
}
