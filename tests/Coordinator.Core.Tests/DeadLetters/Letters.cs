using System.Text.Json.Nodes;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;

namespace Coordinator.Core.Tests.DeadLetters;

/// <summary>A run, what happened in it, and its letters.</summary>
internal static class Letters
{
    public static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static RunRequest Request { get; } = new()
    {
        RunId = "slack-T1-C1-1.2", ThreadKey = "slack-T1-C1-1.0", Actor = new Actor("slack", "T1", "U1"), Text = "How is Berlin?", ReplyTo = new ReplyTarget("C1", "1.0"), ReceivedAt = At,
    };

    public static DeadLetter Of(string? step = null, int retries = 0) => new()
    {
        Id = step is null ? "op_slack-T1-C1-1.2" : $"op_slack-T1-C1-1.2.{step}",
        FailureType = "timeout",
        Operation = "list",
        Error = "no answer",
        Parameters = new JsonObject { ["name"] = "web-01" },
        RunId = Request.RunId,
        Thread = Request.ThreadKey,
        Step = step,
        Timestamp = At,
        RetryCount = retries,
    };

    public static ToolFinished Call(string step, string outcome, FailureClass? failure = null, bool write = false, string tool = "list") =>
        new(step, tool, outcome) { At = At, Class = failure, Write = write, Reason = "no answer" };

    public static ToolFinished Failed(string step, FailureClass failure = FailureClass.Network) => Call(step, ToolOutcomes.Failed, failure);

    public static TurnTaken Turn(int number, int calls) => new(number, [.. Enumerable.Range(0, calls).Select(call => new RequestedCall("list", $"{number}.{call}"))]) { At = At };

    public static RunFact[] Run(params RunFact[] facts) =>
        [new RunStarted(1, new RunLimitsOptions().ToLimits()) { At = At }, new MessageRouted(MessageRouted.ToModel, null) { At = At }, .. facts];

    public static RunFact Ended(RunStatus status = RunStatus.Answered) => new RunFinished(status) { At = At };

    public static RunFact Dead() => new RunDeadLettered("llm_call", "no luck") { At = At };

    public static RunRetry Retry(string? step, params RetriedLetter[] others) => new(Request.RunId, [new RetriedLetter(Of(step).Id, step, 1), .. others]);
}
