namespace Coordinator.Http.Slack;

/// <summary>Settings of the Slack routes.</summary>
public sealed class SlackIntakeOptions
{
    /// <summary>The environment variable that the host binds to <see cref="SigningSecret"/>.</summary>
    public const string SigningSecretVariable = "SLACK_SIGNING_SECRET";

    /// <summary>"Signing Secret" of the app's Basic Information page, 32 hexadecimal digits. Null: the routes answer 503.</summary>
    public string? SigningSecret { get; set; }
}
