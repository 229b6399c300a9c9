using System.Text;

namespace Coordinator.Core.Replies;

/// <summary>Section texts, each within <see cref="SlackLimits.SectionText"/>.</summary>
internal static class MrkdwnChunks
{
    private const string FenceStart = "```\n";
    private const string FenceEnd = "\n```";

    public static List<string> OfProse(IEnumerable<ProseLine> lines) =>
        Join(lines.SelectMany(line => MrkdwnLine.Write(line, SlackLimits.SectionText)), SlackLimits.SectionText);

    /// <summary>Code between fences; cut code is fenced again.</summary>
    public static List<string> OfCode(string code)
    {
        var limit = SlackLimits.SectionText - FenceStart.Length - FenceEnd.Length;
        var lines = code.ReplaceLineEndings("\n").TrimEnd().Split('\n').SelectMany(line => MrkdwnText.EscapedPieces(line, limit));
        return Join(lines, limit).ConvertAll(text => FenceStart + text + FenceEnd);
    }

    private static List<string> Join(IEnumerable<string> lines, int limit)
    {
        var chunks = new List<string>();
        var chunk = new StringBuilder();
        foreach (var line in lines)
        {
            if (chunk.Length > 0 && chunk.Length + 1 + line.Length > limit)
                Flush();
            if (chunk.Length > 0)
                chunk.Append('\n');
            chunk.Append(line);
        }

        Flush();
        return chunks;

        void Flush()
        {
            if (!string.IsNullOrWhiteSpace(chunk.ToString()))
                chunks.Add(chunk.ToString());
            chunk.Clear();
        }
    }
}
