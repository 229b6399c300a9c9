using System.Globalization;

namespace Coordinator.Connections.Sqlite;

/// <summary>The folder with everything the local host remembers. One process at a time: an operating system lock is held until disposal and ends with the process.</summary>
public sealed class DataFolder : IDisposable
{
    // Beside the lock, because nobody else can read a file that is held exclusively on every system.
    private const string HolderFile = "coordinator.pid";

    private readonly FileStream heldLock;
    private bool isDisposed;

    private DataFolder(string path, FileStream heldLock) => (Path, this.heldLock) = (path, heldLock);

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>Creates the folder if it is missing.</summary>
    /// <exception cref="DataFolderInUseException">Another process holds it.</exception>
    /// <exception cref="DataFolderUnusableException">It cannot be created or written.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Create(full);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(full, ex);
        }

        var folder = new DataFolder(full, Lock(full));
        folder.SayWhoHolds();
        return folder;
    }

    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    public void Dispose()
    {
        // A second time the files would be the next holder's.
        if (Interlocked.Exchange(ref isDisposed, true))
            return;
        try
        {
            File.Delete(PathOf(HolderFile));
        }
        finally
        {
            heldLock.Dispose();
        }
    }

    private static FileStream Lock(string folder)
    {
        var file = System.IO.Path.Combine(folder, "coordinator.lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception ex) when (IsHeld(ex))
        {
            throw new DataFolderInUseException(folder, ReadHolder(folder), ex);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(file, ex);
        }
    }

    // What people asked and were answered is nobody else's business on a shared machine.
    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // EWOULDBLOCK of Linux and of macOS, and ERROR_SHARING_VIOLATION.
    private static bool IsHeld(Exception exception) =>
        exception is IOException && exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    private void SayWhoHolds()
    {
        try
        {
            File.WriteAllText(PathOf(HolderFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Only a hint for the message to the next process; the database says more about a full disk.
        }
    }

    private static int? ReadHolder(string folder)
    {
        try
        {
            return int.TryParse(File.ReadAllText(System.IO.Path.Combine(folder, HolderFile)), CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static DataFolderUnusableException NotWritable(string path, Exception inner) =>
        new($"{path} cannot be written: {inner.Message} Check its permissions and the disk, or choose another data folder (--data or COORDINATOR_DATA).", inner);
}
