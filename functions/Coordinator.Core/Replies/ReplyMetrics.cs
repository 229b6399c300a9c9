using System.Diagnostics.Metrics;

namespace Coordinator.Core.Replies;

/// <summary>Counters of posted answers.</summary>
public sealed class ReplyMetrics
{
    private readonly Counter<long> _unverified;

    public ReplyMetrics(IMeterFactory meters) =>
        _unverified = meters.Create("coordinator.replies").CreateCounter<long>("reply_unverified", "{message}", "Posts repeated although the thread could not be read");

    public void Unverified() => _unverified.Add(1);
}
