using System.Text.Json.Nodes;
using Coordinator.Core.DeadLetters;

namespace Coordinator.Http.DeadLetters;

/// <summary>A letter as operators are shown it: without secrets.</summary>
internal sealed record DeadLetterView
{
    public required string Id { get; init; }

    public required string FailureType { get; init; }

    public required string Operation { get; init; }

    public required string Error { get; init; }

    /// <summary>What the next retry sends; given back changed with <c>PUT /dlq/{id}</c>.</summary>
    public required JsonObject Parameters { get; init; }

    public required string RunId { get; init; }

    public required string ThreadId { get; init; }

    public string? Step { get; init; }

    /// <summary>True: it is a change, which a retry never repeats.</summary>
    public required bool Write { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required int RetryCount { get; init; }

    public required DeadLetterStatus Status { get; init; }

    public string? RetryRun { get; init; }

    /// <summary>True: the parameters are not those that failed.</summary>
    public required bool Edited { get; init; }

    public static DeadLetterView Of(DeadLetter letter) => new()
    {
        Id = letter.Id,
        FailureType = letter.FailureType,
        Operation = letter.Operation,
        Error = letter.Error,
        Parameters = letter.Parameters,
        RunId = letter.RunId,
        ThreadId = Runs.ThreadId.FromKey(letter.Thread),
        Step = letter.Step,
        Write = letter.Write,
        Timestamp = letter.Timestamp,
        RetryCount = letter.RetryCount,
        Status = letter.Status,
        RetryRun = letter.RetryRun,
        Edited = letter.Edit is not null,
    };
}
