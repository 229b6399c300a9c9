using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator llm …</c> (runbook 2).</summary>
internal static class ModelCommands
{
    private static readonly Column[] Providers =
    [
        new("PROVIDER", "provider"), new("MODEL", "model"), new("STATE", "state"), new("UNTIL", provider => provider.Time("skipped_until") is { Length: > 0 } skipped ? skipped : provider.Time("paused_until")),
        new("REQUESTS", "requests", isNumber: true), new("FAILED", "failed", isNumber: true), new("TIMEOUTS", "timeout_count", isNumber: true), new("P95", provider => provider.Milliseconds("p95_ms"), IsNumber: true), new("ERROR", "error"),
    ];

    private static readonly Option<string?> Provider = new("--provider") { Description = "One of several that are configured; without it the first.", HelpName = "name" };

    public static Command Create(Verb verb) => Verb.Group("llm", "The model provider.",
        verb.New("metrics", "Calls of the model, those that wait, and how long they take.", [], async invocation =>
            invocation.Screen.Show(await invocation.Client.GetAsync("llm/metrics", invocation.Cancellation), metrics => Show(invocation.Screen, metrics))),
        verb.New("ping", "Asks the model for a few tokens, beside the queue of runs. Ends with 3 if it does not answer.", [Provider], async invocation =>
        {
            var ping = await invocation.Client.PostAsync("llm/ping", invocation.Get(Provider) is { } provider ? new JsonObject { ["provider"] = provider } : [], invocation.Cancellation);
            invocation.Screen.Show(ping, shown => ShowPing(invocation.Screen, shown));
            return ping.IsTrue("ok") ? ExitCodes.Done : ExitCodes.NotWell;
        }));

    private static void ShowPing(Screen screen, JsonElement ping)
    {
        var error = ping.Member("error") ?? default;
        screen.Fields(
            ("Model", ping.IsTrue("ok") ? "ok" : "error"), ("Provider", ping.Text("provider")), ("Name", ping.Text("model")), ("Took", ping.Milliseconds("latency_ms")),
            ("Error", error.Text("class")), ("Code", error.Text("code")), ("Message", error.Text("message")), ("Next step", error.Text("action")),
            ("Try again in", error.Text("retry_after_seconds") is { Length: > 0 } wait ? $"{wait} s" : ""));
    }

    private static void Show(Screen screen, JsonElement metrics)
    {
        screen.Fields(
            ("Provider", metrics.Text("provider") is { Length: > 0 } provider ? provider : "none: workflows only"), ("Model", metrics.Text("model")),
            ("Rate limiting", metrics.IsFalse("rate_limiting") ? "off" : "on"), ("Paused until", metrics.Time("paused_until")),
            ("Queue size", metrics.Text("current_queue_size")), ("Active", $"{metrics.Text("active_count")} of {metrics.Text("max_concurrent")}"),
            ("Total requests", metrics.Text("total_requests")), ("Completed", metrics.Text("completed")), ("Failed", metrics.Text("failed")), ("Timeouts", metrics.Text("timeout_count")),
            ("Average wait", metrics.Milliseconds("avg_wait_time_ms")), ("Average time", metrics.Milliseconds("avg_execution_time_ms")),
            ("p50", metrics.Milliseconds("p50_ms")), ("p95", metrics.Milliseconds("p95_ms")));
        if (metrics.Items("providers").Skip(1).Any())
        {
            screen.Line();
            screen.Table(Providers, metrics.Items("providers"), "");
        }
    }
}
