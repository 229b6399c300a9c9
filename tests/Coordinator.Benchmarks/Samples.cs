namespace Coordinator.Benchmarks;

/// <summary>Measured times in milliseconds.</summary>
internal sealed class Samples(int capacity = 16)
{
    private readonly List<double> _values = new(capacity);
    private bool _isSorted = true;

    public int Count => _values.Count;

    public double P50 => At(0.50);

    public double P99 => At(0.99);

    public double Max => At(1);

    public void Add(double milliseconds)
    {
        _values.Add(milliseconds);
        _isSorted = false;
    }

    public void Clear() => _values.Clear();

    public void AddSince(long start) => Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);

    /// <summary>The smallest value that at least this part of all values does not exceed.</summary>
    private double At(double part)
    {
        if (_values.Count == 0)
            throw new InvalidOperationException("Nothing was measured.");
        if (!_isSorted)
            _values.Sort();
        _isSorted = true;
        return _values[Math.Max(0, (int)Math.Ceiling(part * _values.Count) - 1)];
    }
}
