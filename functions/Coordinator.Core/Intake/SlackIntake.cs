using System.Diagnostics;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Intake;

/// <summary>Takes deliveries whose sender is known to be Slack, over HTTP or a socket.</summary>
public sealed partial class SlackIntake(
    IRunStarter starter, IRunMemory memory, KnownIdentity identity, IntakeMetrics metrics, ILogger<SlackIntake> logger)
{
    /// <summary>More unfinished runs than this in one thread are not stopped by one word.</summary>
    private const int RunsOfAThread = 1000;

    /// <summary>Reads the payload; nothing of the span is needed afterwards.</summary>
    public IntakeDecision Decide(ReadOnlySpan<byte> payload, DateTimeOffset now) =>
        SlackEnvelopeParser.TryParse(payload, out var envelope, out var malformed)
            ? IntakePolicy.Decide(envelope, new IntakeContext(identity.Current, now, Activity.Current?.Id))
            : malformed;

    /// <summary>
    /// When it completes, what had to be kept is durable, or the result says that it is not. A delivery may be acknowledged if <see cref="IsTaken"/> says so.
    /// </summary>
    /// <param name="cancellationToken">Not the delivery's own: a message that is at hand gets stored even if Slack hangs up, as a start that is cancelled half-way leaves a run that nobody drives.</param>
    public async Task<IntakeResult> TakeAsync(IntakeDecision decision, CancellationToken cancellationToken)
    {
        try
        {
            return await CarryOutAsync(decision, cancellationToken);
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            LogNotDurable(exception, decision.RunId);
            return Taken(IntakeResult.Failed);
        }
    }

    /// <summary>Whether Slack need not send it again.</summary>
    public static bool IsTaken(IntakeResult result) => result is not (IntakeResult.Failed or IntakeResult.Malformed);

    private Task<IntakeResult> CarryOutAsync(IntakeDecision decision, CancellationToken cancellationToken) => decision switch
    {
        IntakeDecision.Start start => StartAsync(start.Request, cancellationToken),
        IntakeDecision.NeedsThreadLookup reply => StartInOurThreadAsync(reply.Request, cancellationToken),
        IntakeDecision.StopThread stop => StopAsync(stop, cancellationToken),
        IntakeDecision.Ignore ignore => Task.FromResult(Ignored(ignore.Reason)),
        IntakeDecision.Challenge => Task.FromResult(Taken(IntakeResult.Challenged)),
        IntakeDecision.Malformed malformed => Task.FromResult(Malformed(malformed)),
        _ => throw new InvalidOperationException($"Nobody carries out {decision.GetType().Name}."),
    };

    private async Task<IntakeResult> StartAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var isNew = await starter.StartAsync(request, cancellationToken);
        LogTaken(request.RunId, isNew, request.EventId);
        return Taken(isNew ? IntakeResult.Started : IntakeResult.Duplicate);
    }

    private async Task<IntakeResult> StartInOurThreadAsync(RunRequest request, CancellationToken cancellationToken) =>
        await memory.HasThreadAsync(request.ThreadKey, cancellationToken)
            ? await StartAsync(request, cancellationToken)
            : Ignored(IgnoreReason.ThreadNotOurs);

    private async Task<IntakeResult> StopAsync(IntakeDecision.StopThread stop, CancellationToken cancellationToken)
    {
        var query = new RunQuery { ThreadKey = stop.ThreadKey, UnfinishedOnly = true, OldestFirst = true, Take = RunsOfAThread };
        var stopped = false;
        foreach (var run in await memory.ListRunsAsync(query, cancellationToken))
        {
            // A late second delivery of the stop must not hit a question that was asked after it.
            if (string.CompareOrdinal(run.Request.RunId, stop.MessageId) >= 0)
                continue;
            if (!await starter.StopAsync(run.Request.RunId, stop.By, cancellationToken))
                continue;
            stopped = true;
            LogStopped(run.Request.RunId, stop.By);
        }

        return stopped ? Taken(IntakeResult.Stopped) : Ignored(IgnoreReason.NothingToStop);
    }

    private IntakeResult Ignored(IgnoreReason reason)
    {
        if (reason == IgnoreReason.AppRateLimited)
            LogRateLimited();
        metrics.Ignored(reason);
        return IntakeResult.Ignored;
    }

    private IntakeResult Malformed(IntakeDecision.Malformed malformed)
    {
        LogMalformed(malformed.Field, malformed.Problem);
        return Taken(IntakeResult.Malformed);
    }

    private IntakeResult Taken(IntakeResult result)
    {
        metrics.Taken(result);
        return result;
    }

    [LoggerMessage(LogLevel.Debug, "slack_event_taken run_id={RunId} new={IsNew} event_id={EventId}")]
    private partial void LogTaken(string runId, bool isNew, string? eventId);

    [LoggerMessage(LogLevel.Information, "slack_stop run_id={RunId} by={User}")]
    private partial void LogStopped(string runId, string user);

    [LoggerMessage(LogLevel.Warning, "slack_event_malformed field={Field} problem={Problem}")]
    private partial void LogMalformed(string field, string problem);

    [LoggerMessage(LogLevel.Error, "slack_event_not_stored run_id={RunId} Slack is asked to send it again")]
    private partial void LogNotDurable(Exception exception, string? runId);

    [LoggerMessage(LogLevel.Warning, "slack_rate_limited Slack holds events back: this app got more than 30,000 in an hour")]
    private partial void LogRateLimited();
}
