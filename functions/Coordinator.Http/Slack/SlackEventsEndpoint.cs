using Coordinator.Core.Intake;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Coordinator.Http.Slack;

/// <summary>
/// <c>POST /slack/events</c>. 200 means: understood, and durable if it starts or stops a run. Slack retries anything else up to three times, at once, after
/// one and after five minutes. 503: not durable or not configured. 401: not signed by Slack. 400, 413, 415: not what Slack sends.
/// </summary>
public sealed partial class SlackEventsEndpoint(
    SlackIntake intake, IOptions<SlackIntakeOptions> options, IntakeMetrics metrics, TimeProvider clock, ILogger<SlackEventsEndpoint> logger)
{
    /// <summary>Largest body in bytes. A Slack message has 40,000 characters at most; its blocks and files make the rest.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    private readonly SlackSignature? _signature = options.Value.SigningSecret is { } secret ? new SlackSignature(secret) : null;

    public async Task<IResult> HandleAsync(HttpRequest request)
    {
        if (_signature is null)
            return Reject(RejectReason.NotConfigured);

        IntakeDecision decision;
        try
        {
            using var body = await RawBody.ReadAsync(request, MaxBodyBytes, request.HttpContext.RequestAborted);
            if (body.IsTooLarge)
                return Reject(RejectReason.TooLarge);
            if (SlackForm.IsCertificateCheck(request, body.Bytes))
                return TypedResults.Ok();

            var now = clock.GetUtcNow();
            if (WhyRejected(request, _signature, body.Bytes, now) is { } reason)
                return Reject(reason);
            decision = intake.Decide(body.Bytes, now);
        }
        catch (Exception ex) when (ex is IOException or OperationCanceledException)
        {
            LogCutOff(ex);
            return Reject(RejectReason.CutOff);
        }

        return await TakeAsync(decision);
    }

    private static RejectReason? WhyRejected(HttpRequest request, SlackSignature signature, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var headers = request.Headers;
        return signature.Check(headers[SlackSignature.TimestampHeader], headers[SlackSignature.SignatureHeader], body, now) switch
        {
            SignatureVerdict.Missing => RejectReason.SignatureMissing,
            SignatureVerdict.Malformed => RejectReason.SignatureMalformed,
            SignatureVerdict.Stale => RejectReason.SignatureStale,
            SignatureVerdict.Mismatch => RejectReason.SignatureMismatch,
            _ when headers.ContainsKey(HeaderNames.ContentEncoding) || SlackForm.Is(request) => RejectReason.MediaType,
            _ => null,
        };
    }

    private async Task<IResult> TakeAsync(IntakeDecision decision) => (await intake.TakeAsync(decision, CancellationToken.None), decision) switch
    {
        (IntakeResult.Failed, _) => SlackProblems.NotDurable(),
        (_, IntakeDecision.Malformed malformed) => SlackProblems.Malformed(malformed),
        (_, IntakeDecision.Challenge challenge) => TypedResults.Text(challenge.Text),
        _ => TypedResults.Ok(),
    };

    private IResult Reject(RejectReason reason)
    {
        metrics.Rejected(reason);
        LogRejected(reason);
        return SlackProblems.Rejected(reason);
    }

    [LoggerMessage(LogLevel.Warning, "slack_event_rejected reason={Reason}")]
    private partial void LogRejected(RejectReason reason);

    [LoggerMessage(LogLevel.Debug, "slack_event_cut_off")]
    private partial void LogCutOff(Exception exception);
}
