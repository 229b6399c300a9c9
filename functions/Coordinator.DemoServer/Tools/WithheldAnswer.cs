using Coordinator.DemoServer.Settings;

namespace Coordinator.DemoServer.Tools;

/// <summary>Keeps the answer to a finished write back, so that a crash test can kill the caller in between.</summary>
internal sealed class WithheldAnswer(DemoOptions options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource released = new();

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, released.Token);
        try
        {
            if (options.DelayAfterWrite > TimeSpan.Zero) await Task.Delay(options.DelayAfterWrite, clock, either.Token);
            while (File.Exists(options.HoldAfterWrite))
                await Task.Delay(LookAgain, clock, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Nobody waits for answers any more.</summary>
    public void ReleaseAll() => released.Cancel();

    public void Dispose() => released.Dispose();
}
