using System.Globalization;

namespace Coordinator.Core.Tools.Arguments;

/// <summary>Times as a schema's <c>format</c> asks for them. A time without a zone is UTC; one whose day and month could be confused is left alone.</summary>
internal static class IsoTime
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy/MM/dd"];

    private static readonly string[] Times = [.. Dates.SelectMany(_ => Clocks, (date, clock) => $"{date}{clock}")];

    private static string[] Clocks => [" HH:mm", " HH:mm:ss", " HH:mm:ss.FFFFFFF", "'T'HH:mm", "'T'HH:mm:ss", "'T'HH:mm:ss.FFFFFFF", " HH:mmK", " HH:mm:ssK", "'T'HH:mmK"];

    /// <summary>Null: it is right already, or is no time that is known here.</summary>
    public static string? Normalize(string text, string? format)
    {
        var trimmed = text.Trim().Replace(" UTC", "Z", StringComparison.Ordinal);
        return format switch
        {
            "date-time" when IsDateTime(trimmed) => trimmed == text ? null : trimmed,
            "date-time" when Read(trimmed, Dates) is { } day => Write(day),
            "date-time" when Read(trimmed, Times) is { } time => Write(time),
            "date" when Read(trimmed, Dates) is { } day => Unless(text, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            // The day that was written, whatever day it is in UTC.
            "date" when (IsDateTime(trimmed) || Read(trimmed, Times) is not null) && Read(trimmed[..10], Dates) is { } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    /// <summary>RFC 3339: with seconds and a zone.</summary>
    private static bool IsDateTime(string text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        && (text.EndsWith('Z') || text[^6] is '+' or '-');

    private static DateTimeOffset? Read(string text, string[] formats) =>
        DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture).Replace(".Z", "Z", StringComparison.Ordinal);

    private static string? Unless(string same, string text) => same == text ? null : text;
}
