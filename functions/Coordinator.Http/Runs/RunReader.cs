using System.Text.Json.Nodes;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.Execution;
using Coordinator.Core.Replies;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Telemetry;

namespace Coordinator.Http.Runs;

/// <summary>Reads a run from run memory as people are shown it.</summary>
internal sealed class RunReader(IRunMemory memory)
{
    public Task<RunRecord?> FindAsync(string runId, CancellationToken cancellationToken) => memory.FindRunAsync(runId, cancellationToken);

    public async Task<RunSummary> SummariseAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var facts = await FactsAsync(record, cancellationToken);
        var response = await ResponseAsync(record, facts, cancellationToken);
        return new RunSummary
        {
            RunId = record.Request.RunId,
            ThreadId = ThreadId.FromKey(record.Request.ThreadKey),
            Status = StatusOf(record, facts),
            Response = response,
            ResponseHtml = response is null ? null : WebReply.Render(response),
            DurationMs = DurationOf(record, facts),
            Steps = [.. StepsOf(facts).Select(step => new StepSummary(step.Key, step.Tool, step.Outcome, step.DurationMs))],
        };
    }

    public async Task<RunDetail> DescribeAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var stored = await memory.ReadFactsAsync(record.Request.RunId, 0, cancellationToken);
        var facts = stored.Select(fact => fact.Fact).ToList();
        var routed = facts.OfType<MessageRouted>().FirstOrDefault();
        var response = await ResponseAsync(record, facts, cancellationToken);
        return new RunDetail
        {
            RunId = record.Request.RunId,
            ThreadId = ThreadId.FromKey(record.Request.ThreadKey),
            Status = StatusOf(record, facts),
            Message = record.Request.Text,
            Actor = record.Request.Actor,
            ReceivedAt = record.Request.ReceivedAt,
            UpdatedAt = record.UpdatedAt,
            WakeAt = record.WakeAt,
            DurationMs = DurationOf(record, facts),
            Route = routed?.Route,
            Workflow = routed?.Workflow,
            Response = response,
            ResponseHtml = response is null ? null : WebReply.Render(response),
            DeadLetters = await LettersAsync(record.Request, facts, cancellationToken),
            RetryOf = record.Request.Retry?.Origin,
            TraceId = RunTrace.IdOf(record.Request),
            Steps = await WithContentAsync(record.Request.RunId, facts, cancellationToken),
            Facts = [.. stored.Select(FactJson.Of)],
        };
    }

    /// <summary>A fact with its content: a turn's calls with their arguments, a tool's result.</summary>
    public async Task<JsonObject> ReadFactAsync(string runId, StoredFact stored, CancellationToken cancellationToken)
    {
        var json = FactJson.Of(stored);
        if (stored.Fact is not (TurnTaken or ToolFinished) || await memory.ReadContentAsync(runId, stored.Fact.Key, cancellationToken) is not { } content)
        {
            return json;
        }

        if (stored.Fact is TurnTaken turn)
        {
            json["calls"] = new JsonArray([.. ContentJson.ReadTurn(content).Calls.Select((call, index) =>
                (JsonNode)WebJson.ToNode(new { Step = $"{turn.Turn}.{index}", call.Tool, call.Arguments }))]);
        }
        else
        {
            var result = ResultText.Of(content);
            json["result"] = result.Shown;
            json["result_chars"] = result.Characters;
        }

        return json;
    }

    private async Task<List<RunFact>> FactsAsync(RunRecord record, CancellationToken cancellationToken) =>
        [.. (await memory.ReadFactsAsync(record.Request.RunId, 0, cancellationToken)).Select(stored => stored.Fact)];

    /// <summary>The answer stands with the last fact.</summary>
    private async Task<string?> ResponseAsync(RunRecord record, List<RunFact> facts, CancellationToken cancellationToken) =>
        facts.OfType<RunFinished>().FirstOrDefault() is { } finished
            ? await memory.ReadContentAsync(record.Request.RunId, finished.Key, cancellationToken)
            : null;

    /// <summary>Nothing is read for a run in which nothing failed for good.</summary>
    private async Task<IReadOnlyList<string>> LettersAsync(RunRequest request, List<RunFact> facts, CancellationToken cancellationToken) =>
        DeadLetterPolicy.IdsOf(request, facts) is { Count: > 0 } ids
            ? [.. (await memory.FindLettersAsync(ids, cancellationToken)).Select(letter => letter.Id).Order(StringComparer.Ordinal)]
            : [];

    private async Task<IReadOnlyList<StepDetail>> WithContentAsync(string runId, List<RunFact> facts, CancellationToken cancellationToken)
    {
        var turns = new Dictionary<string, TurnContent>();
        var steps = new List<StepDetail>();
        foreach (var step in StepsOf(facts))
        {
            var turnKey = TurnTaken.KeyOf(int.Parse(step.Key.AsSpan(0, step.Key.IndexOf('.')), null));
            if (!turns.TryGetValue(turnKey, out var turn))
            {
                var content = await memory.ReadContentAsync(runId, turnKey, cancellationToken);
                turns[turnKey] = turn = content is null ? new TurnContent() : ContentJson.ReadTurn(content);
            }

            var index = int.Parse(step.Key.AsSpan(step.Key.IndexOf('.') + 1), null);
            ResultText? result = step.Outcome is not null && await memory.ReadContentAsync(runId, ToolFinished.KeyOf(step.Key), cancellationToken) is { } stored
                ? ResultText.Of(stored)
                : null;
            steps.Add(step with
            {
                Arguments = index < turn.Calls.Count ? turn.Calls[index].Arguments : null,
                Result = result?.Shown,
                ResultChars = result?.Characters,
            });
        }

        return steps;
    }

    private static IEnumerable<StepDetail> StepsOf(List<RunFact> facts)
    {
        var finished = facts.OfType<ToolFinished>().ToDictionary(tool => tool.Step);
        return facts.OfType<TurnTaken>().SelectMany(turn => turn.Calls.Select((call, index) =>
        {
            var key = $"{turn.Turn}.{index}";
            var end = finished.GetValueOrDefault(key);
            return new StepDetail(key, call.Tool)
            {
                Server = end?.Server,
                Outcome = end?.Outcome,
                Write = end?.Write,
                DurationMs = end?.DurationMs,
                Reason = end?.Reason,
                Corrected = end?.Corrected,
            };
        }));
    }

    private static RunStatus StatusOf(RunRecord record, List<RunFact> facts) =>
        facts.OfType<RunFinished>().FirstOrDefault()?.Status ?? record.Status;

    private static long? DurationOf(RunRecord record, List<RunFact> facts) =>
        facts.OfType<RunFinished>().FirstOrDefault() is { } finished
            ? (long)(finished.At - record.Request.ReceivedAt).TotalMilliseconds
            : null;
}
