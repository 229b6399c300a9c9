using System.Threading.Channels;

namespace Coordinator.Core.Live;

/// <summary>The bounded queue of one watcher. When it is full, progress is dropped and a fact is remembered as missed: it is read again from run memory.</summary>
internal sealed class RunWatcher
{
    public const int Capacity = 256;

    private readonly Channel<RunEvent> _queue = Channel.CreateBounded<RunEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private int _missedFact;

    public void Offer(RunEvent happened)
    {
        if (_queue.Writer.TryWrite(happened) || happened is not FactRecorded)
        {
            return;
        }

        Volatile.Write(ref _missedFact, 1);

        // The reader may have emptied the queue before it could see the mark: then this wakes it.
        _queue.Writer.TryWrite(happened);
    }

    public ValueTask<RunEvent> ReadAsync(CancellationToken cancellationToken) => _queue.Reader.ReadAsync(cancellationToken);

    /// <summary>True once after a fact did not fit.</summary>
    public bool TakeMissed() => Interlocked.Exchange(ref _missedFact, 0) == 1;
}
