using Coordinator.DemoServer.Settings;

namespace Coordinator.DemoServer.Tools;

/// <summary>Keeps the answer to a finished write back, so that a crash test can kill the caller in between.</summary>
internal sealed class WithheldAnswer(DemoOptions options, TimeProvider clock)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (options.DelayAfterWrite > TimeSpan.Zero) await Task.Delay(options.DelayAfterWrite, clock, cancellationToken);
        while (File.Exists(options.HoldAfterWrite))
            await Task.Delay(LookAgain, clock, cancellationToken);
    }
}
