namespace Coordinator.Core.Resilience.Bulkhead;

/// <summary>Counts what one partition does in this process.</summary>
internal sealed class PartitionCounter
{
    private readonly Lock _lock = new();
    private long _acquired;
    private long _released;
    private long _timeouts;
    private int _active;
    private int _peak;
    private TimeSpan _waited;
    private TimeSpan _held;

    public PartitionCount Current
    {
        get
        {
            lock (_lock)
            {
                return new PartitionCount(_acquired, _timeouts, _peak, _acquired == 0 ? TimeSpan.Zero : _waited / _acquired, _released == 0 ? TimeSpan.Zero : _held / _released);
            }
        }
    }

    public void Acquired(TimeSpan waited)
    {
        lock (_lock)
        {
            _acquired++;
            _waited += waited;
            _peak = Math.Max(_peak, ++_active);
        }
    }

    public void Released(TimeSpan held)
    {
        lock (_lock)
        {
            _released++;
            _active--;
            _held += held;
        }
    }

    public void TimedOut()
    {
        lock (_lock)
        {
            _timeouts++;
        }
    }
}
