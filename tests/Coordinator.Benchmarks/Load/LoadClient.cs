namespace Coordinator.Benchmarks.Load;

/// <summary>
/// Sends prepared requests over kept-alive connections, on one thread that does nothing else: on a machine with few cores the client must not become what is measured.
/// The same for every server.
/// </summary>
internal static class LoadClient
{
    /// <summary>As fast as the server answers: each connection sends its next request when the one before is answered.</summary>
    public static Task<LoadResult> SaturateAsync(int port, byte[][] requests, int connections, CancellationToken cancellationToken) =>
        OnOwnThread(port, requests, connections, interval: 0, cancellationToken);

    /// <summary>At a fixed rate, whether the server keeps up or not. Times count from when a request was due, so a pause of the server counts for all that were due in it.</summary>
    public static Task<LoadResult> PaceAsync(int port, byte[][] requests, int perSecond, int connections, CancellationToken cancellationToken) =>
        OnOwnThread(port, requests, connections, TimeProvider.System.TimestampFrequency / perSecond, cancellationToken);

    private static Task<LoadResult> OnOwnThread(int port, byte[][] requests, int connections, long interval, CancellationToken cancellationToken)
    {
        LoadResult Run()
        {
            using var run = new LoadRun(port, requests, connections, interval);
            return run.Execute(cancellationToken);
        }

        return Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
