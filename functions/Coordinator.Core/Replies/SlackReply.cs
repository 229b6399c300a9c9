namespace Coordinator.Core.Replies;

/// <summary>Turns an answer, written as Markdown, into Slack messages.</summary>
public static class SlackReply
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
    public static SlackPart Working(string question)
    {
        const string working = "Working on it…";
        var line = question.ReplaceLineEndings("\n").Trim().Split('\n')[0];
        var shown = MrkdwnText.EscapedPieces(line, ShownQuestion).First();
        return Single(line.Length > 0 ? $"{working}\n> {shown}{(shown == MrkdwnText.Escape(line) ? "" : "…")}" : working, working);
    }

    private static SlackPart Single(string mrkdwn, string text) => new(text, [SlackBlocks.Section(mrkdwn).Json]);
}
