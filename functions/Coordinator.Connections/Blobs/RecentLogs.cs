namespace Coordinator.Connections.Blobs;

/// <summary>
/// The copies of logs that this process keeps, the least recently used ones go first. A run's log is thus read once and then only what is new in it,
/// however long the run gets. Losing a copy costs one read.
/// </summary>
internal sealed class RecentLogs(RunContainer container, long mostBytes, TimeProvider time)
{
    /// <summary>Far below the shortest time that ended runs are kept: no copy outlives its run by long.</summary>
    public static readonly TimeSpan LongestKept = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Kept>> byRun = new(StringComparer.Ordinal);
    private readonly LinkedList<Kept> lastUsedFirst = [];
    private long bytes;

    public async Task<T> UseAsync<T>(string run, Func<RunLog, Task<T>> use, CancellationToken cancellationToken)
    {
        var node = Take(run);
        try
        {
            return await node.Value.Log.ExclusivelyAsync(use, cancellationToken);
        }
        finally
        {
            Weigh(node);
        }
    }

    private LinkedListNode<Kept> Take(string run)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (byRun.TryGetValue(run, out var node) && now - node.Value.Since > LongestKept)
            {
                Remove(node);
                node = null;
            }

            node ??= byRun[run] = lastUsedFirst.AddFirst(new Kept(run, now, new RunLog(run, container)));
            lastUsedFirst.Remove(node);
            lastUsedFirst.AddFirst(node);
            return node;
        }
    }

    private void Weigh(LinkedListNode<Kept> used)
    {
        lock (gate)
        {
            if (used.List is null)
                return;
            bytes += used.Value.Weigh();
            while (bytes > mostBytes && lastUsedFirst.Last is { } last && last != used)
                Remove(last);
        }
    }

    private void Remove(LinkedListNode<Kept> node)
    {
        // Whoever is using it goes on with it; it is no longer handed out.
        byRun.Remove(node.Value.Run);
        lastUsedFirst.Remove(node);
        bytes -= node.Value.Weight;
    }

    private sealed class Kept(string run, DateTimeOffset since, RunLog log)
    {
        // An empty copy is not free either.
        private const long Least = 2048;

        public string Run => run;

        public DateTimeOffset Since => since;

        public RunLog Log => log;

        public long Weight { get; private set; }

        public long Weigh()
        {
            var before = Weight;
            Weight = Least + log.Size;
            return Weight - before;
        }
    }
}
