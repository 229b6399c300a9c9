namespace Coordinator.CrashCampaign.Host;

/// <summary>What all lives of a round's host wrote, in one file.</summary>
internal sealed class HostLog(string path, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<string> _tail = new();
    private readonly StreamWriter _file = new(path) { AutoFlush = true };
    private bool _closed;

    public void Write(string line)
    {
        lock (_lock)
        {
            // A killed process may leave lines in the pipe.
            if (_closed)
                return;
            _file.WriteLine($"{time.GetUtcNow():HH:mm:ss.fff} {line}");
            _tail.Enqueue(line);
            if (_tail.Count > 400)
                _tail.Dequeue();
        }
    }

    public IReadOnlyList<string> Tail(int lines)
    {
        lock (_lock)
            return [.. _tail.TakeLast(lines)];
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _file.Dispose();
        }
    }
}
