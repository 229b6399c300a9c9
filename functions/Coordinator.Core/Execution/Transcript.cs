using System.Collections.Concurrent;
using Coordinator.Core.Models;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Execution;

/// <summary>A run's content, read once and kept while the run is under way: a turn costs the same whether it is the second or the hundredth.</summary>
public sealed class Transcript(string runId, IRunMemory memory)
{
    private readonly ConcurrentDictionary<string, string> _content = [];
    private readonly ConcurrentDictionary<int, TurnContent> _turns = [];
    private readonly ConcurrentDictionary<int, ModelTurnRecord> _modelTurns = [];

    public string RunId => runId;

    /// <summary>The thread's earlier exchanges, once they were read.</summary>
    public IReadOnlyList<ThreadExchange>? Earlier { get; set; }

    /// <summary>The content stored with a fact of the run.</summary>
    /// <exception cref="InvalidOperationException">There is none: a fact never points at content that is not there, so run memory is damaged.</exception>
    public async ValueTask<string> ReadAsync(string factKey, CancellationToken cancellationToken) =>
        await FindAsync(factKey, cancellationToken) ?? throw new InvalidOperationException($"Run {runId} has no content for '{factKey}'.");

    public async ValueTask<string?> FindAsync(string factKey, CancellationToken cancellationToken)
    {
        if (_content.TryGetValue(factKey, out var known))
        {
            return known;
        }

        var content = await memory.ReadContentAsync(runId, factKey, cancellationToken);
        if (content is not null)
        {
            Keep(factKey, content);
        }

        return content;
    }

    public async ValueTask<TurnContent> ReadTurnAsync(int turn, CancellationToken cancellationToken)
    {
        if (!_turns.TryGetValue(turn, out var content))
        {
            _turns[turn] = content = ContentJson.ReadTurn(await ReadAsync(TurnTaken.KeyOf(turn), cancellationToken));
        }

        return content;
    }

    public async ValueTask<ToolResult> ReadResultAsync(string step, CancellationToken cancellationToken) =>
        ContentJson.ReadResult(await ReadAsync(ToolFinished.KeyOf(step), cancellationToken));

    /// <summary>A finished turn as it goes back to the model.</summary>
    public async ValueTask<ModelTurnRecord> ReadModelTurnAsync(int turn, CancellationToken cancellationToken)
    {
        if (_modelTurns.TryGetValue(turn, out var record))
        {
            return record;
        }

        var content = await ReadTurnAsync(turn, cancellationToken);
        var results = new List<string>(content.Calls.Count);
        for (var index = 0; index < content.Calls.Count; index++)
        {
            var step = $"{turn}.{index}";
            results.Add(ToolResultText.ForModel(await ReadResultAsync(step, cancellationToken), ToolFinished.KeyOf(step)));
        }

        return _modelTurns[turn] = new ModelTurnRecord(ModelMessages.FromJson(content.Message!), results);
    }

    /// <summary>Big results are read back when they are asked for; the rest stays at hand.</summary>
    public void Keep(string factKey, string content)
    {
        if (content.Length <= ToolResultText.MaxCharacters)
        {
            _content[factKey] = content;
        }
    }
}
