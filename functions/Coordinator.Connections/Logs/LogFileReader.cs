using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coordinator.Core.Telemetry;

namespace Coordinator.Connections.Logs;

/// <summary>Reads what <see cref="LogFiles"/> wrote, over the files that were full.</summary>
public sealed class LogFileReader(string folder) : IHostLogs
{
    public async Task<LogPage> ReadAsync(LogQuery query, CancellationToken cancellationToken)
    {
        var path = LogFiles.FileOf(folder, query.Server);
        return query.After is { } after
            ? await ReadAfterAsync(path, query, Position.Parse(after), cancellationToken)
            : await ReadLastAsync(path, query, cancellationToken);
    }

    private static async Task<LogPage> ReadLastAsync(string path, LogQuery query, CancellationToken cancellationToken)
    {
        var (lines, next) = (new List<string>(), default(Position));
        foreach (var file in RollingFile.FilesOf(path, LogFiles.FilesKept))
        {
            if (lines.Count == query.Lines || await Content.ReadAsync(file, default, cancellationToken) is not { } content)
            {
                break;
            }

            next = next.File is null ? content.At(content.End) : next;
            lines.InsertRange(0, content.Lines().Select(line => line.Text).Where(text => Fits(text, query)).TakeLast(query.Lines - lines.Count));
        }

        return new LogPage(path, lines, next.ToString(), false);
    }

    private static async Task<LogPage> ReadAfterAsync(string path, LogQuery query, Position after, CancellationToken cancellationToken)
    {
        // From the newest file back to the one that the page before ended in.
        var files = new Stack<Content>();
        var isFound = after.File is null;
        foreach (var file in RollingFile.FilesOf(path, LogFiles.FilesKept))
        {
            if (await Content.ReadAsync(file, after, cancellationToken) is not { } content)
            {
                break;
            }

            files.Push(content);
            if (content.Name == after.File)
            {
                isFound = true;
                break;
            }
        }

        var (lines, next) = (new List<string>(), after);
        foreach (var content in files)
        {
            foreach (var line in content.Lines())
            {
                if (lines.Count == query.Lines)
                {
                    return new LogPage(path, lines, next.ToString(), !isFound);
                }

                next = content.At(line.End);
                if (Fits(line.Text, query))
                {
                    lines.Add(line.Text);
                }
            }
        }

        return new LogPage(path, lines, next.ToString(), !isFound);
    }

    private static bool Fits(string line, LogQuery query) => query.Contains is null || line.Contains(query.Contains, StringComparison.OrdinalIgnoreCase);

    /// <param name="File">Of a file's first line, as its name changes.</param>
    private readonly record struct Position(string? File, int Offset)
    {
        private const string Start = "start:0";

        public static Position Parse(string text)
        {
            var parts = text.Split(':');
            return text == Start ? default : parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? new Position(parts[0], offset) : new Position("?", 0);
        }

        public override string ToString() => File is null ? Start : string.Create(CultureInfo.InvariantCulture, $"{File}:{Offset}");
    }

    /// <summary>A file, or the end of it, as it was when it was read; a line that is being written is left for later.</summary>
    /// <param name="start">Where in the file the bytes begin.</param>
    private sealed class Content(string name, byte[] bytes, int start)
    {
        public string Name { get; } = name;

        public int End { get; } = start + bytes.AsSpan().LastIndexOf((byte)'\n') + 1;

        /// <param name="after">Of the file where that was, only what follows is read: whoever follows the log asks each second.</param>
        public static async Task<Content?> ReadAsync(string path, Position after, CancellationToken cancellationToken)
        {
            try
            {
                await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var name = await NameAsync(file, cancellationToken);
                file.Position = name == after.File ? Math.Min(after.Offset, file.Length) : 0;
                var start = (int)file.Position;
                var bytes = new byte[file.Length - start];
                return new Content(name, bytes[..await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)], start);
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        }

        public Position At(int offset) => new(Name, offset);

        public IEnumerable<(string Text, int End)> Lines()
        {
            for (var offset = start; offset < End;)
            {
                var end = offset + bytes.AsSpan(offset - start).IndexOf((byte)'\n');
                yield return (Encoding.UTF8.GetString(bytes, offset - start, end - offset), end + 1);
                offset = end + 1;
            }
        }

        /// <summary>Of the beginning of its first line, which has its time.</summary>
        private static async Task<string> NameAsync(FileStream file, CancellationToken cancellationToken)
        {
            var head = new byte[256];
            var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
            var line = head.AsSpan(0, read).IndexOf((byte)'\n');
            return Convert.ToHexStringLower(SHA256.HashData(head.AsSpan(0, line < 0 ? read : line)))[..16];
        }
    }
}
