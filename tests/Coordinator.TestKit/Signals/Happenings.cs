using Xunit;

namespace Coordinator.TestKit.Signals;

/// <summary>What happened so far, in order; a test waits for what is still to come.</summary>
public sealed class Happenings<T>
{
    private readonly Lock _lock = new();
    private readonly List<T> _all = [];
    private TaskCompletionSource _added = NewSignal();

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    public void Add(T happening)
    {
        lock (_lock)
        {
            _all.Add(happening);
            _added.TrySetResult();
            _added = NewSignal();
        }
    }

    /// <summary>The one that makes the number complete, now or soon, whatever else happens meanwhile.</summary>
    public Task<T> WaitForAsync(Func<T, bool> wanted, int number = 1) => FindAsync(wanted, number, TestContext.Current.CancellationToken).SoonAsync();

    private async Task<T> FindAsync(Func<T, bool> wanted, int number, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                var found = _all.Where(wanted).Take(number).ToList();
                if (found.Count == number)
                {
                    return found[^1];
                }

                next = _added.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
