using System.Diagnostics;
using System.Globalization;
using System.Text;
using Coordinator.Core.Secrets;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Logs;

/// <summary>
/// One event as one line: <c>ts=… level=… event=… key=value … msg="…" trace_id=… duration_ms=…</c>. <c>duration_ms</c> comes last, so that
/// <c>awk -F'duration_ms='</c> finds a number after it. What looks like a secret is taken out.
/// </summary>
internal static class LogfmtLine
{
    private const string Duration = "duration_ms";
    private const string OtherEvent = "log";
    private const int MaxValue = 2_000;
    private const int MaxException = 8_000;

    /// <returns>The line with its end, and the MCP server that the event is about.</returns>
    public static LogfmtEvent Write(DateTimeOffset at, LogLevel level, string category, IReadOnlyList<KeyValuePair<string, object?>> values, string message, Exception? exception)
    {
        var isOurs = category.StartsWith("Coordinator", StringComparison.Ordinal) || category.StartsWith("mcp.", StringComparison.Ordinal);
        var template = isOurs && values.Count > 0 && values[^1] is { Key: "{OriginalFormat}", Value: string text } ? LogTemplate.Of(text) : null;
        var name = template?.Event ?? OtherEvent;
        var line = new StringBuilder(256);
        line.Append("ts=").Append(at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)).Append(" level=").Append(Word(level)).Append(" event=").Append(name);
        string? server = null, duration = null;
        if (template?.Event is null)
        {
            Add(line, "category", category, MaxValue);
            Add(line, "msg", message, MaxValue);
        }
        else
        {
            var words = template.Read(values, (key, value, format) =>
            {
                var shown = LogTemplate.Text(value, format);
                (server, duration) = (key == "server" ? shown : server, key == Duration ? shown : duration);
                if (key != Duration)
                {
                    Add(line, key, Redaction.IsTelling(key) ? Redaction.Placeholder : shown, MaxValue);
                }
            });
            if (words.Length > 0)
            {
                Add(line, "msg", words, MaxValue);
            }
        }

        if (exception is not null)
        {
            Add(line, "exception", exception.ToString(), MaxException);
        }

        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } span)
        {
            line.Append(" trace_id=").Append(span.TraceId.ToHexString());
        }

        if (duration is not null)
        {
            line.Append(' ').Append(Duration).Append('=').Append(duration);
        }

        return new LogfmtEvent(name, server, line.Append('\n').ToString());
    }

    private static void Add(StringBuilder line, string key, string value, int limit)
    {
        var shown = Redaction.Of(value.Length > limit ? string.Concat(value.AsSpan(0, limit), "…") : value);
        line.Append(' ').Append(key).Append('=');
        if (shown.Length > 0 && !shown.Any(NeedsQuotes))
        {
            line.Append(shown);
            return;
        }

        line.Append('"');
        foreach (var letter in shown)
        {
            Escape(line, letter);
        }

        line.Append('"');
    }

    private static bool NeedsQuotes(char letter) => letter is ' ' or '"' or '=' or '\\' || char.IsControl(letter) || IsLineEnd(letter);

    private static bool IsLineEnd(char letter) => letter is '\u2028' or '\u2029';

    private static void Escape(StringBuilder line, char letter)
    {
        switch (letter)
        {
            case '"' or '\\': line.Append('\\').Append(letter); break;
            case '\n': line.Append("\\n"); break;
            case '\r': line.Append("\\r"); break;
            case '\t': line.Append("\\t"); break;
            default:
                if (char.IsControl(letter) || IsLineEnd(letter))
                {
                    line.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
                }
                else
                {
                    line.Append(letter);
                }

                break;
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        _ => level == LogLevel.Critical ? "critical" : "error",
    };
}

/// <param name="Name">Of the event; <c>log</c> for what others log.</param>
/// <param name="Server">The MCP server it is about.</param>
internal readonly record struct LogfmtEvent(string Name, string? Server, string Line);
