using Coordinator.Http.Slack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Coordinator.LocalHost.Tests.Intake;

public sealed class SlackIntakeRegistrationTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData(" ", "white space")]
    [InlineData("8f742231b10e8888abcd99yyyzzz85a5\n", "white space")]
    [InlineData("8f742231b10e8888\u00a0abcd99yyyzzz85a5", "beyond ASCII")]
    public void Start_WhenTheSigningSecretIsUnusable_IsRefusedByName(string secret, string problem)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Validate(secret));

        Assert.Contains("SLACK_SIGNING_SECRET", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("8f742231", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("8f742231b10e8888abcd99yyyzzz85a5")]
    public void Start_WhenTheSigningSecretIsWholeOrAbsent_GoesOn(string? secret) => Assert.Null(Record.Exception(() => Validate(secret)));

    private static void Validate(string? secret)
    {
        using var services = new ServiceCollection()
            .AddSlackIntake()
            .Configure<SlackIntakeOptions>(options => options.SigningSecret = secret)
            .BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }
}
