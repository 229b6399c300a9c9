namespace Coordinator.Benchmarks.Load;

/// <summary>What came back.</summary>
internal sealed class LoadResult(int requests)
{
    /// <summary>From when each request was due to its whole answer.</summary>
    public Samples Latency { get; } = new(requests);

    public int Errors { get; private set; }

    public int Answered => Latency.Count;

    public TimeSpan Took { get; set; }

    public double PerSecond => Answered / Took.TotalSeconds;

    public void Add(int status, long scheduledAt)
    {
        Latency.AddSince(scheduledAt);
        if (status != 200)
            Errors++;
    }
}
