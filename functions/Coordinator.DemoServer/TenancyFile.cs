using System.Text.Json;

namespace Coordinator.DemoServer;

/// <summary>
/// The tenancy on disk. Every change is on disk before it is answered, and several processes may use the file:
/// it is read and written under an OS lock, and replaced as a whole.
/// </summary>
internal sealed class TenancyFile
{
    private readonly string _path;
    private readonly TimeProvider _time;

    private TenancyFile(string path, TimeProvider time) => (_path, _time) = (path, time);

    private string LogPath => Path.ChangeExtension(_path, ".writes.jsonl");

    /// <exception cref="InvalidDataException">The file is no tenancy; it is left as it is.</exception>
    public static TenancyFile Open(string path, TimeProvider time)
    {
        var file = new TenancyFile(Path.GetFullPath(path), time);
        Directory.CreateDirectory(Path.GetDirectoryName(file._path)!);
        using (file.Lock())
        {
            if (!File.Exists(file._path))
            {
                file.Save(TenancySeed.Create(time.GetUtcNow()));
            }

            file.CompleteLog(file.Load());
        }

        return file;
    }

    public Tenancy Read()
    {
        using (Lock())
        {
            return Load();
        }
    }

    /// <summary>Applies a change; null leaves the file alone. The log has the write's line before this returns.</summary>
    public void Change(Func<Tenancy, Tenancy?> change)
    {
        using (Lock())
        {
            if (change(Load()) is { } changed)
            {
                Save(changed);
                CompleteLog(changed);
            }
        }
    }

    private Tenancy Load()
    {
        try
        {
            var tenancy = JsonSerializer.Deserialize(File.ReadAllBytes(_path), TenancyJson.Default.Tenancy);
            return tenancy is { SchemaVersion: 1 } ? tenancy : throw new InvalidDataException($"'{_path}' was written by another version. Move it away to start with a fresh tenancy.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{_path}' is not a demo tenancy ({exception.Message}). Move it away to start with a fresh one; it was not changed.", exception);
        }
    }

    private void Save(Tenancy tenancy)
    {
        var next = $"{_path}.next";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, tenancy, TenancyJson.Default.Tenancy);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, _path, overwrite: true);
    }

    /// <summary>The state is written first, the log second: a process that died in between left one line out.</summary>
    private void CompleteLog(Tenancy tenancy)
    {
        if (tenancy.LastWrite is not { } last || LastLoggedNumber() >= last.Number)
        {
            return;
        }

        using var stream = new FileStream(LogPath, FileMode.Append, FileAccess.Write);
        stream.Write(JsonSerializer.SerializeToUtf8Bytes(last, TenancyJson.Default.WriteLogLine));
        stream.Write("\n"u8);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>A torn last line (power loss) does not count and is cut off.</summary>
    private long LastLoggedNumber()
    {
        if (!File.Exists(LogPath))
        {
            return 0;
        }

        var text = File.ReadAllText(LogPath);
        var whole = text.LastIndexOf('\n') + 1;
        if (whole < text.Length)
        {
            using var stream = new FileStream(LogPath, FileMode.Open, FileAccess.Write);
            stream.SetLength(System.Text.Encoding.UTF8.GetByteCount(text[..whole]));
        }

        var lines = text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 ? 0 : JsonSerializer.Deserialize(lines[^1], TenancyJson.Default.WriteLogLine)!.Number;
    }

    /// <summary>Held for milliseconds; another process that wants it tries again until its turn.</summary>
    private FileStream Lock()
    {
        var deadline = _time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream($"{_path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (_time.GetElapsedTime(deadline) < TimeSpan.FromSeconds(5))
            {
                Thread.Yield();
            }
        }
    }
}
