using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Microsoft.Extensions.AI;

namespace Coordinator.Benchmarks.Stubs;

/// <summary>Asks for one tool call a turn, at once, and notes when it was asked: what lies between two questions is the coordinator's own time.</summary>
internal sealed class InstantModel : IModel
{
    private readonly List<long> _askedAt = [];
    private int _turns;

    public string Provider => "stub";

    public string Name => "instant";

    /// <summary>Called with the number of the turn before it is answered.</summary>
    public Action<int> OnAsked { get; set; } = _ => { };

    /// <summary>Begins a run of that many turns with a tool; the one after them is the answer.</summary>
    public void Begin(int turns)
    {
        _askedAt.Clear();
        _turns = turns;
    }

    /// <summary>Milliseconds from one question to the next, in order.</summary>
    public IEnumerable<double> Turns() => _askedAt.Zip(_askedAt.Skip(1), (from, to) => TimeProvider.System.GetElapsedTime(from, to).TotalMilliseconds);

    public Task<Outcome<ModelAnswer>> AskAsync(ModelQuestion question, IProgress<string>? textDeltas, CancellationToken cancellationToken)
    {
        _askedAt.Add(TimeProvider.System.GetTimestamp());
        OnAsked(_askedAt.Count);
        var content = _askedAt.Count <= _turns
            ? (AIContent)new FunctionCallContent($"call_{_askedAt.Count}", InstantTools.Name, new Dictionary<string, object?> { ["turn"] = _askedAt.Count })
            : new TextContent("Done.");
        return Task.FromResult<Outcome<ModelAnswer>>(new ModelAnswer(new ChatMessage(ChatRole.Assistant, [content]), 10, 10, CutAtLength: false));
    }
}
