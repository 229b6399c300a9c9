using System.Text.Json;
using Coordinator.Core.Intake;
using Coordinator.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Slack.Sockets;

/// <summary>
/// Takes an envelope as <c>POST /slack/events</c> takes a signed body: the same decision, durable before it is acknowledged, acknowledged where that would
/// answer 200. A socket needs no signature: we opened it, to an address that Slack gave us for our app token.
/// </summary>
internal sealed partial class SocketIntake(SlackIntake intake, IntakeMetrics metrics, TimeProvider time, ILogger<SocketIntake> logger)
{
    private const string NoCommands = "This app has no commands. Mention it in a channel, or write to it directly.";

    /// <summary>Null: nothing to take, and nothing to acknowledge it by.</summary>
    public SocketEnvelope? Read(SocketMessage? message)
    {
        if (message?.Type is not { } type)
            return new SocketEnvelope(new IntakeDecision.Malformed("message", "is no JSON object with a type"), "");
        if (message.RetryAttempt is { } attempt)
            LogRetry(attempt, message.RetryReason);
        if (type == "events_api")
            return Event(message);
        if (message.EnvelopeId is not { } id)
        {
            LogUnknown(type);
            return null;
        }

        // Buttons, dialogs and slash commands are none of ours (yet), nor is what Slack may think of later. Only a command leaves a person without a word.
        return new SocketEnvelope(new IntakeDecision.Ignore(IgnoreReason.NotAnEvent), Acknowledgement(id, type == "slash_commands" && message.AcceptsAnswer ? NoCommands : null));
    }

    /// <summary>Null: not taken, so that Slack sends it again; else what to send back.</summary>
    public async Task<string?> TakeAsync(SocketEnvelope envelope, CancellationToken cancellationToken) =>
        SlackIntake.IsTaken(await intake.TakeAsync(envelope.Decision, cancellationToken)) ? envelope.Acknowledgement : null;

    /// <summary>It was not looked at, for a reason that has nothing to do with it.</summary>
    public void Refuse(RejectReason reason)
    {
        metrics.Rejected(reason);
        LogRefused(reason);
    }

    /// <summary>There are too many before it.</summary>
    public void Drop(SocketEnvelope envelope, int waiting)
    {
        metrics.Taken(IntakeResult.Failed);
        LogBusy(envelope.Decision.RunId, waiting);
    }

    private SocketEnvelope Event(SocketMessage message)
    {
        if (message.EnvelopeId is not { } id)
            return new SocketEnvelope(new IntakeDecision.Malformed("envelope_id", "is missing"), "");
        using var span = RunTrace.Receive("slack events_api");
        return new SocketEnvelope(intake.Decide(message.Payload, time.GetUtcNow()), Acknowledgement(id, null));
    }

    private static string Acknowledgement(string envelopeId, string? answer) => answer is null
        ? JsonSerializer.Serialize(new Dictionary<string, string> { ["envelope_id"] = envelopeId })
        : JsonSerializer.Serialize(new Dictionary<string, object> { ["envelope_id"] = envelopeId, ["payload"] = new Dictionary<string, string> { ["text"] = answer } });

    [LoggerMessage(LogLevel.Debug, "slack_event_again attempt={Attempt} reason={Reason}")]
    private partial void LogRetry(int attempt, string? reason);

    [LoggerMessage(LogLevel.Debug, "slack_message_unknown type={Type}")]
    private partial void LogUnknown(string type);

    [LoggerMessage(LogLevel.Warning, "slack_event_not_stored run_id={RunId} waiting={Waiting} Slack is asked to send it again")]
    private partial void LogBusy(string? runId, int waiting);

    [LoggerMessage(LogLevel.Warning, "slack_event_rejected reason={Reason}")]
    private partial void LogRefused(RejectReason reason);
}

/// <summary>What an envelope means, and what is sent back once that is durable.</summary>
internal readonly record struct SocketEnvelope(IntakeDecision Decision, string Acknowledgement);
