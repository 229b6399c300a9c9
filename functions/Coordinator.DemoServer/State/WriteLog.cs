using System.Text.Json;

namespace Coordinator.DemoServer.State;

/// <summary>The append-only log of executed writes: each once, in order, on disk before its answer is sent.</summary>
internal sealed class WriteLog(string path)
{
    /// <summary>Far longer than any line; effect keys are limited.</summary>
    private const int TailBytes = 16 * 1024;

    /// <summary>Appends the record unless it is there. A line that a crash cut short is completed, so nothing written is ever removed.</summary>
    public void Complete_NeedsLock(WriteRecord record)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(record, StateJson.Line), (byte)'\n'];
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var (last, open) = Tail(file);
        if (open.Length == 0 && last.AsSpan().SequenceEqual(line)) return;
        if (!line.AsSpan().StartsWith(open))
            throw new StateFileException($"Log of writes {path} ends in a line that does not belong to the state file beside it. Move both away.");
        file.Seek(0, SeekOrigin.End);
        file.Write(line.AsSpan(open.Length));
        file.Flush(flushToDisk: true);
    }

    /// <summary>The last whole line with its line end, and what follows it.</summary>
    private static (byte[] Last, byte[] Open) Tail(FileStream file)
    {
        var tail = new byte[Math.Min(TailBytes, file.Length)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        var end = Array.LastIndexOf(tail, (byte)'\n') + 1;
        var start = end < 2 ? 0 : Array.LastIndexOf(tail, (byte)'\n', end - 2) + 1;
        return (tail[start..end], tail[end..]);
    }
}
