using System.Text;

namespace Coordinator.Core.Replies;

/// <summary>Writes one line as mrkdwn. A line over the limit is cut between words, its open formatting closed before the cut and opened again after it.</summary>
internal sealed class MrkdwnLine
{
    /// <summary>Longest text that is not cut; leaves room for lead, markers and gaps within the limit.</summary>
    private const int AtomLimit = 2000;

    private readonly int _limit;
    private readonly string _quote;
    private readonly StringBuilder _text = new();
    private readonly List<string> _pieces = [];
    private string _open = "";
    private bool _afterMarker;

    private MrkdwnLine(string quote, int limit) => (_quote, _limit) = (quote, limit);

    public static IReadOnlyList<string> Write(ProseLine line, int limit)
    {
        var writer = new MrkdwnLine(line.Quote, limit);
        writer._text.Append(line.Quote).Append(line.Lead);
        foreach (var run in line.Runs)
            writer.Write(run);

        writer.Cut();
        return writer._pieces;
    }

    private void Write(InlineRun run)
    {
        switch (run.Kind)
        {
            case RunKind.Link when MrkdwnText.Link(run.Url!, run.Text) is { Length: <= AtomLimit } link:
                Append(link, run.Style, marked: true);
                break;
            case RunKind.Link:
                WriteWords($"{run.Text} ({run.Url})", run.Style);
                break;
            // Slack has no way to show a backtick in a code span.
            case RunKind.Code when !run.Text.Contains('`', StringComparison.Ordinal):
                foreach (var piece in MrkdwnText.EscapedPieces(run.Text, AtomLimit))
                    Append($"`{piece}`", run.Style, marked: true);
                break;
            default:
                WriteWords(run.Text, run.Style);
                break;
        }
    }

    private void WriteWords(string text, string style)
    {
        for (var at = 0; at < text.Length;)
        {
            var space = char.IsWhiteSpace(text[at]);
            var end = at + 1;
            while (end < text.Length && char.IsWhiteSpace(text[end]) == space)
                end++;

            foreach (var piece in space ? [" "] : MrkdwnText.EscapedPieces(text[at..end], AtomLimit))
                Append(piece, style, marked: false);
            at = end;
        }
    }

    private void Append(string atom, string style, bool marked)
    {
        if (_text.Length + atom.Length + _open.Length + (2 * style.Length) + 2 > _limit)
        {
            Cut();
            _text.Append(_quote);
            if (atom == " ")
                return;
        }

        var shared = SharedPrefix(_open, style);
        Close(_open.Length - shared);
        var opened = style[shared..];
        if (_text.Length > 0 && NeedsGap(_text[^1], _afterMarker, opened + atom, marked || opened.Length > 0))
            _text.Append(MrkdwnText.Gap);

        _text.Append(opened).Append(atom);
        _open = style;
        _afterMarker = marked;
    }

    private void Close(int count)
    {
        if (count == 0)
            return;

        foreach (var marker in _open.Reverse().Take(count))
            _text.Append(marker);
        _open = _open[..^count];
        _afterMarker = true;
    }

    private void Cut()
    {
        while (_text.Length > 0 && _text[^1] == ' ')
            _text.Length--;
        Close(_open.Length);
        _pieces.Add(_text.ToString());
        _text.Clear();
        _afterMarker = false;
    }

    private static bool NeedsGap(char before, bool afterMarker, string next, bool nextIsMarker) =>
        (before == '`' && next[0] == '`')
        || (nextIsMarker && char.IsLetterOrDigit(before))
        || (afterMarker && char.IsLetterOrDigit(next[0]));

    private static int SharedPrefix(string left, string right)
    {
        var length = 0;
        while (length < left.Length && length < right.Length && left[length] == right[length])
            length++;
        return length;
    }
}
