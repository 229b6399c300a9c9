using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.Secrets;

namespace Coordinator.Core.DeadLetters;

/// <summary>Says what becomes a dead letter: what failed for good, and for a reason that somebody can mend. What a tool itself says of a wrong question goes to whoever asked.</summary>
public static class DeadLetterPolicy
{
    private const int MaxErrorCharacters = 2_000;

    /// <summary>The type of the letter that a tool call leaves; null: none.</summary>
    public static string? TypeOf(ToolFinished call) => call switch
    {
        { Origin: not null } or { Outcome: ToolOutcomes.Succeeded or ToolOutcomes.Cancelled } => null,
        { Write: true, Outcome: ToolOutcomes.Unknown } => TypeOf(call.Class ?? FailureClass.Unknown) ?? FailureTypes.ToolCall,
        { Class: { } failure } => TypeOf(failure),
        _ => null,
    };

    public static DeadLetter OfCall(RunRequest request, ToolFinished call, string failureType, JsonElement arguments) => new()
    {
        Id = DeadLetterId.OfCall(request, call.Step),
        FailureType = failureType,
        Operation = call.Tool,
        Error = ErrorOf(call.Reason ?? call.Outcome),
        Parameters = Redaction.Of(arguments) as JsonObject ?? [],
        RunId = request.RunId,
        Thread = request.ThreadKey,
        Step = call.Step,
        Write = call.Write,
        Timestamp = ToMicroseconds(call.At),
        RetryCount = DeadLetterId.RetriedAt(request.Retry, call.Step)?.Count ?? 0,
    };

    public static DeadLetter OfRun(RunRequest request, DeadLetterRun failed, DateTimeOffset now) => new()
    {
        Id = DeadLetterId.OfRun(request),
        FailureType = failed.FailureType,
        Operation = failed.Operation,
        Error = ErrorOf(failed.Error),
        Parameters = new JsonObject { ["message"] = Redaction.Of(request.Text) },
        RunId = request.RunId,
        Thread = request.ThreadKey,
        Timestamp = ToMicroseconds(now),
        RetryCount = request.Retry?.Letter.Count ?? 0,
    };

    /// <summary>Letters that a run has left or may have left: they may be gone by now.</summary>
    public static IReadOnlyList<string> IdsOf(RunRequest request, IEnumerable<RunFact> facts)
    {
        var ids = new List<string>();
        foreach (var fact in facts)
        {
            if (fact is ToolFinished call && TypeOf(call) is not null)
            {
                ids.Add(DeadLetterId.OfCall(request, call.Step));
            }
            else if (fact is RunDeadLettered)
            {
                ids.Add(DeadLetterId.OfRun(request));
            }
        }

        return [.. ids.Distinct()];
    }

    private static string? TypeOf(FailureClass failure) => failure switch
    {
        FailureClass.Network or FailureClass.Unavailable or FailureClass.Protocol => FailureTypes.McpConnection,
        FailureClass.Denied => FailureTypes.Authentication,
        FailureClass.Timeout or FailureClass.OutOfTime or FailureClass.Authentication or FailureClass.RateLimited or FailureClass.Overloaded or FailureClass.ServerError or FailureClass.HeldBack
            => FailurePolicy.TypeOf(failure, FailureTypes.ToolCall),
        _ => null,
    };

    private static string ErrorOf(string error)
    {
        error = Redaction.Of(error);
        return error.Length <= MaxErrorCharacters ? error : string.Concat(error.AsSpan(0, MaxErrorCharacters - 1), "…");
    }

    /// <summary>A finer time would be lost in an index's score.</summary>
    private static DateTimeOffset ToMicroseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
