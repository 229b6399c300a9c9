using Coordinator.Core.Runs;

namespace Coordinator.Core.DeadLetters;

/// <summary>A letter's id is made from the run, so that a step done twice, and two operators at once, mean the same one.</summary>
public static class DeadLetterId
{
    private const string Prefix = "op_";

    /// <summary>Of the whole run: a retry that fails brings its own letter back.</summary>
    public static string OfRun(RunRequest request) => request.Retry?.Letter.Id ?? $"{Prefix}{request.RunId}";

    /// <summary>Of a tool call.</summary>
    public static string OfCall(RunRequest request, string step) => RetriedAt(request.Retry, step)?.Id ?? $"{Prefix}{request.RunId}.{step}";

    /// <summary>The letter that this call of a retry makes good, or brings back.</summary>
    public static RetriedLetter? RetriedAt(RunRetry? retry, string step) =>
        retry is { Anew: false, Turn: { } turn } && step.StartsWith($"{turn}.", StringComparison.Ordinal) ? retry.Letters.FirstOrDefault(letter => letter.Step == step) : null;

    /// <summary>The run of a letter's retry. Two retries at once are one run.</summary>
    public static string RetryRunOf(DeadLetter letter) => $"{letter.Id[Prefix.Length..]}-retry{letter.RetryCount + 1}";
}
