using System.Buffers;
using System.Text;

namespace Coordinator.Core.Intake;

/// <summary>A message as a person would read it: without our name, without Slack's escapes and angle brackets.</summary>
internal readonly record struct SlackText(string Text, bool MentionsUs)
{
    private static readonly SearchValues<char> Special = SearchValues.Create("<&\u00a0");

    /// <param name="firstMentionIsUs">For an <c>app_mention</c> of a bot whose id nobody told us: a mention at the very start is ours.</param>
    public static SlackText Read(string raw, OwnUsers own, bool firstMentionIsUs)
    {
        if (!raw.AsSpan().ContainsAny(Special))
            return new(raw.Trim(), false);

        var text = new StringBuilder(raw.Length);
        var mentionsUs = false;
        var rest = raw.AsSpan();
        for (var plain = rest.IndexOfAny(Special); plain >= 0; plain = rest.IndexOfAny(Special))
        {
            text.Append(rest[..plain]);
            rest = rest[plain..];
            if (!IsMentionOfUs(rest, own, firstMentionIsUs && text.Length == 0, out var length))
            {
                rest = rest[AppendSpecial(text, rest)..];
                continue;
            }

            mentionsUs = true;
            rest = CloseGap(text, rest[length..]);
        }

        text.Append(rest);
        return new(text.ToString().Trim(), mentionsUs);
    }

    private static bool IsMentionOfUs(ReadOnlySpan<char> rest, OwnUsers own, bool anyMention, out int length)
    {
        length = 0;
        var end = rest.IndexOf('>');
        if (end < 0 || !rest.StartsWith("<@"))
            return false;

        length = end + 1;
        var label = rest[..end].IndexOf('|');
        return anyMention || own.Contain(rest[2..(label < 0 ? end : label)]);
    }

    /// <summary>"ask <c>@us</c> about it" leaves one space; "<c>@us</c>, list instances" leaves no comma.</summary>
    private static ReadOnlySpan<char> CloseGap(StringBuilder text, ReadOnlySpan<char> rest)
    {
        if (text.Length == 0)
            return rest.TrimStart(" \u00a0,:");
        return char.IsWhiteSpace(text[^1]) ? rest.TrimStart(" \u00a0") : rest;
    }

    /// <summary>Gives the number of characters that were read.</summary>
    private static int AppendSpecial(StringBuilder text, ReadOnlySpan<char> rest)
    {
        if (rest[0] == '<' && rest.IndexOf('>') is var end and > 1)
        {
            AppendReference(text, rest[1..end]);
            return end + 1;
        }

        return AppendCharacter(text, rest);
    }

    private static void AppendReference(StringBuilder text, ReadOnlySpan<char> reference)
    {
        var bar = reference.IndexOf('|');
        var target = bar < 0 ? reference : reference[..bar];
        var label = bar < 0 ? default : reference[(bar + 1)..];
        switch (target)
        {
            case ['@', .. var user]:
                AppendNamed(text, "@", label, user);
                break;
            case ['#', .. var channel]:
                AppendNamed(text, "#", label, channel);
                break;
            case ['!', .. var command]:
                AppendNamed(text, label.IsEmpty ? "@" : "", label, command[(command.IndexOf('^') + 1)..]);
                break;
            default:
                AppendLink(text, target, label);
                break;
        }
    }

    private static void AppendNamed(StringBuilder text, string sign, ReadOnlySpan<char> label, ReadOnlySpan<char> id)
    {
        text.Append(sign);
        AppendDecoded(text, label.IsEmpty ? id : label);
    }

    /// <summary>An address that Slack made a link of is given as it was typed; a labelled link keeps both parts.</summary>
    private static void AppendLink(StringBuilder text, ReadOnlySpan<char> url, ReadOnlySpan<char> label)
    {
        var bare = WithoutScheme(url);
        if (label.IsEmpty)
        {
            AppendDecoded(text, url.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? url : bare);
            return;
        }

        AppendDecoded(text, label);
        if (url.IsEmpty || label.SequenceEqual(url) || label.SequenceEqual(bare))
            return;
        text.Append(" (");
        AppendDecoded(text, url);
        text.Append(')');
    }

    private static ReadOnlySpan<char> WithoutScheme(ReadOnlySpan<char> url)
    {
        foreach (var scheme in (ReadOnlySpan<string>)["https://", "http://", "mailto:", "tel:"])
        {
            if (url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                return url[scheme.Length..];
        }

        return url;
    }

    private static void AppendDecoded(StringBuilder text, ReadOnlySpan<char> escaped)
    {
        while (escaped.IndexOfAny(Special) is var plain and >= 0)
        {
            text.Append(escaped[..plain]);
            escaped = escaped[plain..];
            escaped = escaped[AppendCharacter(text, escaped)..];
        }

        text.Append(escaped);
    }

    private static int AppendCharacter(StringBuilder text, ReadOnlySpan<char> rest)
    {
        var (character, length) = rest switch
        {
            ['&', 'a', 'm', 'p', ';', ..] => ('&', 5),
            ['&', 'l', 't', ';', ..] => ('<', 4),
            ['&', 'g', 't', ';', ..] => ('>', 4),
            ['\u00a0', ..] => (' ', 1),
            _ => (rest[0], 1),
        };
        text.Append(character);
        return length;
    }
}
