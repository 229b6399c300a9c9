using System.CommandLine;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator llm …</c> (runbook 2.1).</summary>
internal static class ModelCommands
{
    public static Command Create(Verb verb) => Verb.Group("llm", "The model provider.",
        verb.New("metrics", "Calls of the model, those that wait, and how long they take.", [], async invocation =>
            invocation.Screen.Show(await invocation.Client.GetAsync("llm/metrics", invocation.Cancellation), metrics => invocation.Screen.Fields(
                ("Provider", metrics.Text("provider") is { Length: > 0 } provider ? provider : "none: workflows only"), ("Model", metrics.Text("model")),
                ("Rate limiting", metrics.IsFalse("rate_limiting") ? "off" : "on"), ("Paused until", metrics.Time("paused_until")),
                ("Queue size", metrics.Text("current_queue_size")), ("Active", $"{metrics.Text("active_count")} of {metrics.Text("max_concurrent")}"),
                ("Total requests", metrics.Text("total_requests")), ("Completed", metrics.Text("completed")), ("Failed", metrics.Text("failed")), ("Timeouts", metrics.Text("timeout_count")),
                ("Average wait", metrics.Milliseconds("avg_wait_time_ms")), ("Average time", metrics.Milliseconds("avg_execution_time_ms")),
                ("p50", metrics.Milliseconds("p50_ms")), ("p95", metrics.Milliseconds("p95_ms"))))));
}
