namespace Coordinator.Connections.Sqlite;

/// <summary>A write on its way to the disk. Its task completes after the commit that holds it.</summary>
internal abstract class QueuedWrite
{
    /// <summary>Runs on the writer thread, inside a transaction. What it throws fails this write only.</summary>
    public abstract void Run(Statements db);

    public abstract void Fail(Exception exception);

    /// <summary>Leaves a write that has failed as it is.</summary>
    public abstract void Complete();
}

/// <param name="committed">Called on the writer thread after the commit; must neither block nor throw.</param>
internal sealed class QueuedWrite<T>(Func<Statements, T> write, Action<T>? committed) : QueuedWrite
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Task => done.Task;

    public override void Run(Statements db) => result = write(db);

    public override void Fail(Exception exception) => done.TrySetException(exception);

    public override void Complete()
    {
        if (done.TrySetResult(result!))
            committed?.Invoke(result!);
    }
}
