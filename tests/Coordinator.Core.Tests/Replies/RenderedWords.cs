using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coordinator.Core.Replies;
using Coordinator.TestKit.Slack;

namespace Coordinator.Core.Tests.Replies;

internal static partial class RenderedWords
{
    /// <summary>Marked words (<c>w1x</c>) in the order a reader of the messages meets them.</summary>
    public static List<string> Of(IEnumerable<SlackPart> parts) =>
        [.. parts.SelectMany(part => SlackMessageRules.Texts(part.Blocks)).SelectMany(text => Words().Matches(text).Select(match => match.Value))];

    public static List<string> Of(string text) => [.. Words().Matches(text).Select(match => match.Value)];

    /// <summary>Section texts and notification texts: everything that Slack reads as mrkdwn.</summary>
    public static IEnumerable<string> Mrkdwn(SlackPart part) =>
        part.Blocks.Where(block => block!["type"]!.GetValue<string>() == "section").Select(SectionText).Append(part.Text);

    public static string SectionText(JsonNode? block) => block!["text"]!["text"]!.GetValue<string>();

    /// <summary>True if no <c>&lt; &gt; &amp;</c> is left that is not a link of ours, a quote's marker or an entity.</summary>
    public static bool IsEscaped(string mrkdwn)
    {
        var rest = Entities().Replace(Links().Replace(QuoteMarkers().Replace(mrkdwn, ""), ""), "");
        return rest.IndexOfAny(['<', '>', '&']) < 0;
    }

    [GeneratedRegex("w[0-9]+x")]
    private static partial Regex Words();

    [GeneratedRegex(@"<(https?://|mailto:)[^<>|\s]*(\|[^<>\n]*)?>", RegexOptions.IgnoreCase)]
    private static partial Regex Links();

    [GeneratedRegex("^>( |$)", RegexOptions.Multiline)]
    private static partial Regex QuoteMarkers();

    [GeneratedRegex("&(amp|lt|gt);")]
    private static partial Regex Entities();
}
