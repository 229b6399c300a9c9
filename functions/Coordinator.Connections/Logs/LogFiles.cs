using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Logs;

/// <summary>
/// Log files of this process: <c>coordinator.log</c>, and <c>mcp_{id}.log</c> with what concerns one MCP server and what it writes to its standard error.
/// Nobody waits for the disk: lines are written by one loop, and left out, counted, while it cannot keep up or the disk is full.
/// </summary>
public sealed class LogFiles : ILoggerProvider, IAsyncDisposable
{
    public const string Main = "coordinator";

    public const int FilesKept = 5;

    private const int MaxWaiting = 50_000;
    private const string StandardError = "mcp_stderr";

    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(2);

    private readonly Channel<Entry> _waiting = Channel.CreateBounded<Entry>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private readonly Dictionary<string, RollingFile> _files = [];
    private readonly string _folder;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private long _leftOut;

    /// <param name="maxBytes">Of one file.</param>
    public LogFiles(string folder, TimeProvider time, long maxBytes = 10 * 1024 * 1024)
    {
        (_folder, _time, _maxBytes) = (Path.GetFullPath(folder), time, maxBytes);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Lines that could not be written and were not told of yet.</summary>
    internal long LeftOut => Interlocked.Read(ref _leftOut);

    public static string FileOf(string folder, string? server) => Path.Combine(Path.GetFullPath(folder), server is null ? $"{Main}.log" : $"mcp_{SafeName(server)}.log");

    public ILogger CreateLogger(string categoryName) => new FileLogger(this, categoryName);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await Task.WhenAny(_writing, Task.Delay(EndWithin, _time, CancellationToken.None));
    }

    /// <summary>Servers' names have no such letters; this is for the day one does.</summary>
    private static string SafeName(string server) => string.Concat(server.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));

    private void Add(LogfmtEvent logged)
    {
        var server = logged.Server is { Length: > 0 } named ? named : null;
        if (server is not null)
        {
            Add(server, logged.Line);
        }

        if (server is null || logged.Name != StandardError)
        {
            Add(null, logged.Line);
        }
    }

    private void Add(string? server, string line)
    {
        if (!_waiting.Writer.TryWrite(new Entry(server, line)))
        {
            Interlocked.Increment(ref _leftOut);
        }
    }

    private async Task WriteAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var written = new HashSet<RollingFile>();
            while (_waiting.Reader.TryRead(out var entry))
            {
                Try(() =>
                {
                    TellLeftOut(written);
                    written.Add(Append(entry));
                });
            }

            foreach (var file in written)
            {
                Try(file.Flush);
            }
        }

        foreach (var file in _files.Values)
        {
            file.Dispose();
        }
    }

    private RollingFile Append(Entry entry)
    {
        var path = FileOf(_folder, entry.Server);
        if (!_files.TryGetValue(path, out var file))
        {
            _files[path] = file = new RollingFile(path, _maxBytes, FilesKept);
        }

        file.Append(Encoding.UTF8.GetBytes(entry.Line));
        return file;
    }

    private void TellLeftOut(HashSet<RollingFile> written)
    {
        var lines = Interlocked.Exchange(ref _leftOut, 0);
        if (lines == 0)
        {
            return;
        }

        try
        {
            KeyValuePair<string, object?>[] values = [new("Lines", lines), new("{OriginalFormat}", "log_lines_left_out lines={Lines} the disk was full or could not keep up")];
            written.Add(Append(new Entry(null, LogfmtLine.Write(_time.GetUtcNow(), LogLevel.Warning, "Coordinator", values, "", null).Line)));
        }
        catch
        {
            Interlocked.Add(ref _leftOut, lines);
            throw;
        }
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception)
        {
            // Whatever it is, the next lines are tried again: there is no other log to say it in.
            Interlocked.Increment(ref _leftOut);
        }
    }

    private readonly record struct Entry(string? Server, string Line);

    private sealed class FileLogger(LogFiles files, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            files.Add(LogfmtLine.Write(files._time.GetUtcNow(), logLevel, category, state as IReadOnlyList<KeyValuePair<string, object?>> ?? [], formatter(state, exception), exception));
    }
}
