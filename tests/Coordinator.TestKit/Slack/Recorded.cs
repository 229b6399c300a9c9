namespace Coordinator.TestKit.Slack;

/// <summary>A list that grows from other threads and can be waited on.</summary>
internal sealed class Recorded<T>
    where T : class
{
    private readonly Lock _lock = new();
    private readonly List<T> _items = [];
    private readonly List<(Func<T, bool> Wanted, TaskCompletionSource<T> Found)> _waiters = [];

    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_lock)
                return [.. _items];
        }
    }

    public void Add(T item)
    {
        lock (_lock)
        {
            _items.Add(item);
            foreach (var (_, found) in _waiters.Where(waiter => waiter.Wanted(item)))
                found.TrySetResult(item);
            _waiters.RemoveAll(waiter => waiter.Found.Task.IsCompleted);
        }
    }

    /// <summary>The first item that fits, now or later.</summary>
    public Task<T> WaitForAsync(Func<T, bool> wanted, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_items.FirstOrDefault(wanted) is { } known)
                return Task.FromResult(known);

            var found = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((wanted, found));
            return found.Task.WaitAsync(cancellationToken);
        }
    }
}
