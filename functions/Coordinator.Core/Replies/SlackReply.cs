using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Coordinator.Core.Replies;

/// <summary>Turns an answer, written as Markdown, into Slack messages.</summary>
public static partial class SlackReply
{
    private const int ShownQuestion = 150;

    /// <summary>
    /// At least one part; the same Markdown always gives the same parts. Nothing is left out silently: long text and tables go on in the next part,
    /// and a table over <see cref="SlackLimits.ShownRows"/> rows says how many more it has.
    /// </summary>
    public static IReadOnlyList<SlackPart> Render(string markdown)
    {
        var pieces = AnswerPieces.Of(ReplyMarkdown.Parse(markdown));
        var parts = new SlackRendering().Render(pieces);
        return parts.Count > 0 ? parts : [Single("_The answer is empty._", "The answer is empty.")];
    }

    /// <summary>The message that stands in the thread until the answer replaces it. Quotes the question's first line, as a thread may hold several.</summary>
    /// <param name="note">What it waits for; null: nothing.</param>
    public static SlackPart Working(string question, string? note = null)
    {
        var working = note is null ? "Working on it…" : $"Working on it… {note}";
        var line = question.ReplaceLineEndings("\n").Trim().Split('\n')[0];
        var shown = MrkdwnText.EscapedPieces(line, ShownQuestion).First();
        return Single(line.Length > 0 ? $"{working}\n> {shown}{(shown == MrkdwnText.Escape(line) ? "" : "…")}" : working, working);
    }

    /// <summary>The first part with <paramref name="userId"/>, where it stands alone, as a mention: Slack shows the person's name. Other ids stay as they are.</summary>
    public static IReadOnlyList<SlackPart> NamePerson(IReadOnlyList<SlackPart> parts, string userId)
    {
        if (!UserId().IsMatch(userId) || parts[0].Blocks[0]?["text"]?["text"] is not JsonValue text)
            return parts;

        var bare = new Regex($@"(?<!\w){userId}(?!\w)");
        var named = parts[0] with { Text = bare.Replace(parts[0].Text, $"<@{userId}>", 1), Blocks = (JsonArray)parts[0].Blocks.DeepClone() };
        named.Blocks[0]!["text"]!["text"] = bare.Replace((string)text!, $"<@{userId}>", 1);
        return [named, .. parts.Skip(1)];
    }

    [GeneratedRegex(@"^[UW][A-Z0-9]{1,20}\z")]
    private static partial Regex UserId();

    private static SlackPart Single(string mrkdwn, string text) => new(text, [SlackBlocks.Section(mrkdwn).Json]);
}
