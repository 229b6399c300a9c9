using System.Text.Json;

namespace Coordinator.Cli.Output;

/// <summary>A run's fact on one line. One that this program does not know is shown with what it tells.</summary>
internal static class FactWords
{
    private const int Longest = 120;

    private static readonly string[] Heads = ["number", "type", "key", "at", "schema_version", "origin"];

    public static string Of(JsonElement fact) => $"{fact.Time("at")}  {Plain.Line(Words(fact))}".TrimEnd();

    private static string Words(JsonElement fact) => fact.Text("type") switch
    {
        "run_started" => "started",
        "run_resumed" => $"taken up again after a restart or a drain, for the {fact.Text("resumption")}. time",
        "message_routed" => $"goes to {(fact.Text("workflow") is { Length: > 0 } workflow ? $"workflow {workflow}" : $"the {fact.Text("route")}")}",
        "turn_taken" => $"turn {fact.Text("turn")}: {(string.Join(", ", fact.Items("calls").Select(call => call.Text("tool"))) is { Length: > 0 } tools ? $"asks for {tools}" : "has the answer")} ({fact.Milliseconds("duration_ms")})",
        "tool_finished" => $"{fact.Text("tool")} {fact.Text("outcome")} ({fact.Milliseconds("duration_ms")}{(fact.IsTrue("write") ? ", a change" : "")}){Ending(fact.Text("reason"))}",
        "step_failed" => $"{fact.Text("step")} failed, attempt {fact.Text("attempt")}: {fact.Text("message")}{(fact.Time("retry_at") is { Length: > 0 } again ? $" Next attempt at {again}." : "")}",
        "step_queued" => $"{fact.Text("step")} is number {fact.Text("position")} in line for {fact.Text("partition")}",
        "reply_posted" => $"posted part {fact.Text("part")}{(fact.IsTrue("final") ? ", the last" : "")}",
        "run_dead_lettered" => $"kept as a dead letter ({fact.Text("failure_type")}): {fact.Text("error")}",
        "run_finished" => $"ended: {fact.Text("status")}",
        var type => $"{type} {Members(fact)}",
    };

    private static string Ending(string reason) => reason.Length > 0 ? $": {reason}" : "";

    private static string Members(JsonElement fact) =>
        string.Join(' ', fact.EnumerateObject().Where(member => !Heads.Contains(member.Name) && fact.Text(member.Name).Length > 0).Select(member => $"{member.Name}={Cut(fact.Text(member.Name))}"));

    private static string Cut(string text) => text.Length <= Longest ? text : $"{text.AsSpan(0, Longest)}…";
}
