using Microsoft.Extensions.Options;

namespace Coordinator.Http.Slack;

/// <summary>A secret is whole or absent: with an empty one anybody could sign, with a stray space or line end nobody could.</summary>
internal sealed class SlackIntakeOptionsRule : IValidateOptions<SlackIntakeOptions>
{
    private const string Remedy =
        "Leave it unset to run without Slack, or set it to the Signing Secret of the app's Basic Information page (32 hexadecimal digits).";

    public ValidateOptionsResult Validate(string? name, SlackIntakeOptions options) => options.SigningSecret switch
    {
        null => ValidateOptionsResult.Success,
        "" => ValidateOptionsResult.Fail($"{SlackIntakeOptions.SigningSecretVariable} is empty. {Remedy}"),
        var secret when secret.Any(c => c is <= ' ' or > '~') =>
            ValidateOptionsResult.Fail($"{SlackIntakeOptions.SigningSecretVariable} holds white space or a character beyond ASCII. {Remedy}"),
        _ => ValidateOptionsResult.Success,
    };
}
