using System.Security.Cryptography;
using System.Text;
using Coordinator.Core.State;

namespace Coordinator.Connections.Oca;

/// <summary>Files in the data folder, which one process at a time uses. They are replaced whole, and only their owner can read them.</summary>
public sealed class FileSecretVault(string folder) : ISecretVault, IDisposable
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    private readonly SemaphoreSlim _lock = new(1, 1);

    public Task<KeptSecret?> ReadAsync(string name, CancellationToken cancellationToken) => InLockAsync(() => Read_NeedsLock(name), cancellationToken);

    public Task PutAsync(string name, string content, CancellationToken cancellationToken) => InLockAsync(() => Write_NeedsLock(name, content), cancellationToken);

    public Task<bool> ReplaceAsync(string name, string content, string tag, CancellationToken cancellationToken) =>
        InLockAsync(() => Read_NeedsLock(name)?.Tag == tag && Write_NeedsLock(name, content), cancellationToken);

    public Task<bool> DeleteAsync(string name, string? tag, CancellationToken cancellationToken) => InLockAsync(
        () =>
        {
            if (Read_NeedsLock(name) is not { } kept || (tag is not null && kept.Tag != tag))
            {
                return false;
            }

            File.Delete(PathOf(name));
            return true;
        },
        cancellationToken);

    public void Dispose() => _lock.Dispose();

    /// <summary>A folder that nobody else on the machine can look into.</summary>
    public static string CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnersFolder);
        }

        return path;
    }

    private KeptSecret? Read_NeedsLock(string name)
    {
        if (!File.Exists(PathOf(name)))
        {
            return null;
        }

        var content = File.ReadAllText(PathOf(name));
        return new KeptSecret(content, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))));
    }

    private bool Write_NeedsLock(string name, string content)
    {
        CreateFolder(folder);
        var next = PathOf(name) + ".next";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersFile;
        }

        using (var file = new FileStream(next, options))
        {
            file.Write(Encoding.UTF8.GetBytes(content));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, PathOf(name), overwrite: true);
        return true;
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private async Task<T> InLockAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunMemoryException($"Logins in {folder} cannot be read or written ({exception.GetType().Name}). Check its permissions and the disk.", exception);
        }
        finally
        {
            _lock.Release();
        }
    }
}
