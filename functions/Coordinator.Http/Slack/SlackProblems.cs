using Coordinator.Core.Intake;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Slack;

/// <summary>What the Slack routes say when they refuse.</summary>
internal static class SlackProblems
{
    public static IResult NotDurable() => Problems.Create(
        StatusCodes.Status503ServiceUnavailable,
        "not-durable",
        "The event could not be stored",
        "Nothing was started. Send the event again.");

    public static IResult Malformed(IntakeDecision.Malformed malformed) => Problems.Create(
        StatusCodes.Status400BadRequest,
        "slack-event-malformed",
        "The event is not what Slack documents",
        $"{malformed.Field} {malformed.Problem}.");

    public static IResult Rejected(RejectReason reason) => reason switch
    {
        RejectReason.NotConfigured => Problems.Create(
            StatusCodes.Status503ServiceUnavailable,
            "slack-not-configured",
            "Slack is not configured",
            $"Set {SlackIntakeOptions.SigningSecretVariable} to the Signing Secret of the Slack app and start again."),
        RejectReason.TooLarge => Problems.Create(
            StatusCodes.Status413PayloadTooLarge,
            "body-too-large",
            "The body is too large",
            $"At most {SlackEventsEndpoint.MaxBodyBytes} bytes are read."),
        RejectReason.CutOff => Problems.Create(
            StatusCodes.Status400BadRequest,
            "body-cut-off",
            "The body is incomplete",
            "The connection ended before the body did."),
        RejectReason.MediaType => Problems.Create(
            StatusCodes.Status415UnsupportedMediaType,
            "media-type",
            "Only plain JSON is read here",
            "Events come as application/json without Content-Encoding; buttons and slash commands have routes of their own."),
        RejectReason.SignatureMissing => Unsigned($"The headers {SlackSignature.SignatureHeader} and {SlackSignature.TimestampHeader} are needed."),
        RejectReason.SignatureMalformed => Unsigned("The signature headers are not of version v0."),
        RejectReason.SignatureStale => Unsigned("The timestamp is more than five minutes away from this server's clock."),
        _ => Unsigned($"The signature does not match. If this is Slack, {SlackIntakeOptions.SigningSecretVariable} belongs to another app."),
    };

    private static IResult Unsigned(string detail) =>
        Problems.Create(StatusCodes.Status401Unauthorized, "slack-signature", "Not signed by Slack", detail);
}
