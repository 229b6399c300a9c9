using Coordinator.Connections.Sqlite;

namespace Coordinator.Connections.Tests.Sqlite;

/// <summary>Keeps the writer thread busy until disposal, so that all writes queued meanwhile share the next transaction.</summary>
internal sealed class HeldWriter : IAsyncDisposable
{
    private readonly ManualResetEventSlim gate = new();
    private readonly TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<bool> hold = Task.FromResult(false);

    public static async Task<HeldWriter> HoldAsync(SqliteRunMemory memory)
    {
        var held = new HeldWriter();
        held.hold = memory.Writer.WriteAsync(
            _ =>
            {
                held.running.SetResult();
                return held.gate.Wait(TimeSpan.FromSeconds(30));
            },
            TestContext.Current.CancellationToken);
        await held.running.Task;
        return held;
    }

    public async ValueTask DisposeAsync()
    {
        gate.Set();
        Assert.True(await hold);
        gate.Dispose();
    }
}
