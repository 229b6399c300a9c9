namespace Coordinator.OciServer.Simulation.Http;

/// <summary>Keeps the answer to a finished write back while a file exists, so that a crash test can kill the caller in between.</summary>
internal sealed class WithheldAnswer(string? file, TimeProvider clock)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (File.Exists(file)) await Task.Delay(LookAgain, clock, cancellationToken);
    }
}
