namespace Coordinator.DemoServer.State;

/// <summary>A lock that the operating system gives up when its process dies, whatever way it dies.</summary>
internal static class FileLock
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>The file stays when the lock is given up: removing it would let two processes lock two files of one name.</summary>
    /// <exception cref="TimeoutException">Another process held it for all of <paramref name="patience"/>.</exception>
    public static async Task<IDisposable> AcquireAsync(string path, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            if (TryAcquire(path) is { } held) return held;
            if (clock.GetElapsedTime(started) > patience)
                throw new TimeoutException($"Another process has held {path} for {patience.TotalSeconds:0} s.");
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private static FileStream? TryAcquire(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (e.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation)
        {
            return null;
        }
    }
}
