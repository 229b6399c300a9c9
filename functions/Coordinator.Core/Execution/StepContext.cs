using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Core.Execution;

/// <summary>What a step may use of its run.</summary>
/// <param name="stop">Cancelled when a person stopped the run; the step then ends early, with a fact.</param>
public sealed class StepContext(RunRequest request, Transcript transcript, IRunMemory memory, CancellationToken stop)
{
    private readonly List<StoredFact> _appended = [];

    public RunRequest Request => request;

    public Transcript Transcript => transcript;

    public CancellationToken Stop => stop;

    /// <summary>The server whose tool the step calls, as soon as that is known.</summary>
    public string? Server { get; internal set; }

    /// <summary>What the step has recorded so far, in order.</summary>
    public IReadOnlyList<StoredFact> Appended => _appended;

    /// <summary>How a step of this run stands in line: under its own name, and in its user's turn.</summary>
    public BulkheadEntry EntryOf(RunAction action) =>
        new($"{request.RunId}:{action.StepKey}", request.Actor.Name) { QueuedSince = action.QueuedSince };

    /// <summary>Records a fact; what counts is what is stored, not what was computed. False: somebody else's stands there.</summary>
    public async Task<bool> AppendAsync(RunWrite write, CancellationToken cancellationToken)
    {
        var stored = await memory.AppendAsync(write, cancellationToken);
        _appended.Add(stored);
        var isOurs = ReferenceEquals(stored.Fact, write.Fact);
        if (isOurs && write.Content is { } content)
        {
            transcript.Keep(write.Fact.Key, content);
        }

        return isOurs;
    }
}
