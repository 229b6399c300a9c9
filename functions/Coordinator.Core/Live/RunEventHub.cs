using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Core.Live;

/// <summary>Tells watchers in this process what happens in a run. Run memory stays the only source of facts: what a watcher misses it reads there.</summary>
public sealed class RunEventHub(IRunMemory memory) : IRunEvents, IRunProgress
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, RunWatcher[]> _watchers = new(StringComparer.Ordinal);

    /// <summary>The host calls it after a fact is durable. Calling it twice, late or out of order is harmless.</summary>
    public void Committed(string runId, StoredFact fact) => Offer(runId, new FactRecorded(fact));

    public void Report(string runId, RunProgress progress) => Offer(runId, new ProgressReported(progress));

    public async IAsyncEnumerable<RunEvent> SubscribeAsync(string runId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = Add(runId);
        try
        {
            // From the first fact on, so that a watcher who has seen the last one is told the end.
            var facts = await memory.ReadFactsAsync(runId, 0, cancellationToken);
            var last = Math.Min(after, facts.Count);
            while (true)
            {
                foreach (var stored in facts.Where(stored => stored.Number > last).ToList())
                {
                    last = stored.Number;
                    yield return new FactRecorded(stored);
                }

                if (facts.Any(stored => IsLast(stored.Fact)))
                {
                    yield break;
                }

                var next = await watcher.ReadAsync(cancellationToken);
                if (next is ProgressReported)
                {
                    yield return next;
                }

                facts = await NewFactsAsync(runId, last, next, watcher.TakeMissed(), cancellationToken);
            }
        }
        finally
        {
            Remove(runId, watcher);
        }
    }

    private async ValueTask<IReadOnlyList<StoredFact>> NewFactsAsync(string runId, long last, RunEvent next, bool missed, CancellationToken cancellationToken)
    {
        var stored = (next as FactRecorded)?.Stored;
        if (missed || stored?.Number > last + 1)
        {
            return await memory.ReadFactsAsync(runId, last, cancellationToken);
        }

        return stored?.Number == last + 1 ? [stored] : [];
    }

    /// <summary>A run that holds a fact of a newer version is parked: nothing follows.</summary>
    private static bool IsLast(RunFact fact) => fact is RunFinished or UnknownFact;

    private void Offer(string runId, RunEvent happened)
    {
        if (_watchers.TryGetValue(runId, out var watchers))
        {
            foreach (var watcher in watchers)
            {
                watcher.Offer(happened);
            }
        }
    }

    private RunWatcher Add(string runId)
    {
        var watcher = new RunWatcher();
        lock (_lock)
        {
            _watchers[runId] = [.. _watchers.GetValueOrDefault(runId, []), watcher];
        }

        return watcher;
    }

    private void Remove(string runId, RunWatcher watcher)
    {
        lock (_lock)
        {
            var rest = _watchers[runId].Where(other => other != watcher).ToArray();
            if (rest.Length == 0)
            {
                _watchers.TryRemove(runId, out _);
            }
            else
            {
                _watchers[runId] = rest;
            }
        }
    }
}
