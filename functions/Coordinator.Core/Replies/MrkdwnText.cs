using System.Globalization;

namespace Coordinator.Core.Replies;

/// <summary>Text as Slack's mrkdwn wants it: <c>&amp; &lt; &gt;</c> escaped, so that nothing in it can mention people or channels.</summary>
internal static class MrkdwnText
{
    /// <summary>Separates a marker from a letter beside it (Slack formats whole words only) and the backticks of a fence inside text.</summary>
    public const char Gap = '\u200b';

    public static string Escape(string text) => WithoutFences(text)
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    public static string Link(string url, string text)
    {
        var address = url
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "%3C", StringComparison.Ordinal)
            .Replace(">", "%3E", StringComparison.Ordinal)
            .Replace("|", "%7C", StringComparison.Ordinal)
            .Replace(" ", "%20", StringComparison.Ordinal);
        return url == text ? $"<{address}>" : $"<{address}|{Escape(text)}>";
    }

    /// <summary>Escaped pieces of at most <paramref name="limit"/> characters, cut after a space or else between whole characters as a reader sees them.</summary>
    public static IEnumerable<string> EscapedPieces(string text, int limit)
    {
        var escaped = Escape(text);
        // A fence is taken apart before the cut, which could hide it.
        return escaped.Length <= limit ? [escaped] : Cut(WithoutFences(text), limit).Select(Escape);
    }

    private static string WithoutFences(string text)
    {
        var parted = $"`{Gap}`";
        // The first pass leaves every second pair.
        return text.Replace("``", parted, StringComparison.Ordinal).Replace("``", parted, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Cut(string text, int limit)
    {
        var (start, length) = (0, 0);
        var (wordStart, lengthToWord) = (0, 0);
        for (var at = 0; at < text.Length;)
        {
            var size = ElementSize(text, at, limit);
            var escaped = EscapedLength(text.AsSpan(at, size));
            if (length + escaped > limit)
            {
                var end = wordStart > start ? wordStart : at;
                yield return text[start..end];
                length -= wordStart > start ? lengthToWord : length;
                start = end;
            }

            at += size;
            length += escaped;
            if (char.IsWhiteSpace(text[at - 1]))
                (wordStart, lengthToWord) = (at, length);
        }

        yield return text[start..];
    }

    /// <summary>A character with all its combining marks; marks beyond the limit are cut off it.</summary>
    private static int ElementSize(string text, int at, int limit)
    {
        var size = StringInfo.GetNextTextElementLength(text, at);
        return 5 * size <= limit ? size : char.IsSurrogatePair(text, at) ? 2 : 1;
    }

    private static int EscapedLength(ReadOnlySpan<char> text)
    {
        var length = text.Length;
        foreach (var character in text)
            length += character switch { '&' => 4, '<' or '>' => 3, _ => 0 };
        return length;
    }
}
