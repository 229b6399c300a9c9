using System.Text.Json;
using Coordinator.Core.Execution;
using Coordinator.Core.Live;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>Plays the part of the runner: each method records what a real one would.</summary>
internal sealed class ScriptedRun(RunRequest request, IRunMemory memory, RunEventHub hub, TimeProvider time)
{
    private int _turn;

    public RunRequest Request => request;

    public static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    public async Task StartAsync(string route = MessageRouted.ToWorkflow, string? workflow = "list_instances")
    {
        await AppendAsync(new RunStarted(1, new RunLimits(12, 40, 8, TimeSpan.FromMinutes(15), 200_000, 3)) { At = Now });
        await AppendAsync(new MessageRouted(route, route == MessageRouted.ToWorkflow ? workflow : null) { At = Now });
    }

    /// <summary>The model or the workflow asks for these calls, keys <c>{turn}.0</c>, <c>{turn}.1</c>, …</summary>
    public Task CallAsync(params (string Tool, string Arguments)[] calls)
    {
        var content = new TurnContent { Calls = [.. calls.Select(call => new TurnCall { Tool = call.Tool, Arguments = Json(call.Arguments) })] };
        var fact = new TurnTaken(++_turn, [.. calls.Select(call => new RequestedCall(call.Tool, $"digest of {call.Tool}"))]) { At = Now, Model = "stub/model", InputTokens = 10, OutputTokens = 5, DurationMs = 120 };
        return AppendAsync(fact, ContentJson.Write(content));
    }

    public Task ToolAsync(string step, string tool, string result, string outcome = ToolOutcomes.Succeeded, long durationMs = 340, string? reason = null, bool write = false) =>
        AppendAsync(
            new ToolFinished(step, tool, outcome) { At = Now, Server = "oci-unified", DurationMs = durationMs, Reason = reason, Write = write },
            ContentJson.Write(new ToolResult { IsError = outcome != ToolOutcomes.Succeeded, Text = result, Outcome = outcome }));

    public async Task AnswerAsync(string markdown)
    {
        await AppendAsync(new TurnTaken(++_turn, []) { At = Now }, ContentJson.Write(new TurnContent { Answer = markdown }));
        await FinishAsync(RunStatus.Answered, markdown);
    }

    public Task FinishAsync(RunStatus status, string markdown) => AppendAsync(new RunFinished(status) { At = Now }, markdown);

    public void Report(string kind, string step, string text) => hub.Report(request.RunId, new RunProgress(kind, step, text));

    public async Task AppendAsync(RunFact fact, string? content = null) =>
        hub.Committed(request.RunId, await memory.AppendAsync(new RunWrite(request.RunId, fact) { Content = content }, CancellationToken.None));

    private DateTimeOffset Now => time.GetUtcNow();
}
