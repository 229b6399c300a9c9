using System.Globalization;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace Coordinator.Core.Replies;

/// <summary>Takes Markdown's tree apart into the pieces a Slack message is made of.</summary>
internal sealed class AnswerPieces
{
    /// <summary>Deeper lists are shown at this depth.</summary>
    private const int DeepestIndent = 8;

    private readonly List<AnswerPiece> _pieces = [];
    private string _quote = "";
    private string _indent = "";
    private string? _marker;

    private AnswerPieces()
    {
    }

    public static List<AnswerPiece> Of(MarkdownDocument document)
    {
        var pieces = new AnswerPieces();
        foreach (var block in document)
            pieces.Add(block);
        return pieces._pieces;
    }

    private void Add(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading: AddProse(InlineRuns.Of(heading.Inline, "*"), heading: true); break;
            case Table table: AddTable(table); break;
            case CodeBlock code: AddCode(code); break;
            case ThematicBreakBlock: _pieces.Add(new RulePiece()); break;
            case ListBlock list: AddList(list); break;
            case QuoteBlock quote: AddQuote(quote); break;
            case LinkReferenceDefinitionGroup: break;
            case ContainerBlock container: AddChildren(container); break;
            case LeafBlock leaf: AddProse(InlineRuns.Of(leaf.Inline)); break;
        }
    }

    private void AddChildren(ContainerBlock container)
    {
        foreach (var block in container)
            Add(block);
    }

    private void AddProse(List<InlineRun> runs, bool heading = false)
    {
        var tight = _marker is not null || _indent.Length > 0;
        var lines = new List<ProseLine>();
        var from = 0;
        for (var at = 0; at <= runs.Count; at++)
        {
            if (at < runs.Count && runs[at].Kind != RunKind.LineBreak)
                continue;

            lines.Add(new ProseLine(_quote, _marker ?? _indent, runs[from..at]));
            _marker = null;
            from = at + 1;
        }

        _pieces.Add(new ProsePiece(lines, tight, heading));
    }

    private void AddCode(CodeBlock code)
    {
        AddLoneMarker();
        var text = code.Lines.ToString();
        if (!string.IsNullOrWhiteSpace(text))
            _pieces.Add(new CodePiece(text));
    }

    private void AddQuote(QuoteBlock quote)
    {
        var outer = _quote;
        _quote = "> ";
        AddChildren(quote);
        _quote = outer;
    }

    private void AddList(ListBlock list)
    {
        var outer = _indent;
        var number = int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1;
        foreach (var item in list)
        {
            var bullet = list.IsOrdered ? $"{number++}. " : outer.Length == 0 ? "• " : "◦ ";
            _marker = outer + bullet;
            _indent = outer.Length < 4 * DeepestIndent ? outer + "    " : outer;
            Add(item);
            AddLoneMarker();
            _indent = outer;
        }
    }

    /// <summary>An item that does not begin with text still shows its bullet or number.</summary>
    private void AddLoneMarker()
    {
        if (_marker is not null)
            AddProse([]);
    }

    private void AddTable(Table table)
    {
        AddLoneMarker();
        var rows = table.OfType<TableRow>().Select(row => row.OfType<Markdig.Extensions.Tables.TableCell>().Select(CellOf).ToList()).ToList();
        var columns = rows.Select(row => row.Count).DefaultIfEmpty().Max();
        if (columns == 0)
            return;

        foreach (var row in rows)
            row.AddRange(Enumerable.Repeat(new TableCell([]), columns - row.Count));

        var alignments = Enumerable.Range(0, columns).Select(column => AlignmentOf(table, column)).ToList();
        _pieces.Add(new TablePiece(alignments, rows));
    }

    private static TableCell CellOf(Markdig.Extensions.Tables.TableCell cell) =>
        new(cell.OfType<LeafBlock>().SelectMany(leaf => InlineRuns.Of(leaf.Inline)).ToList());

    private static string AlignmentOf(Table table, int column) =>
        (column < table.ColumnDefinitions.Count ? table.ColumnDefinitions[column].Alignment : null) switch
        {
            TableColumnAlign.Right => "right",
            TableColumnAlign.Center => "center",
            _ => "left",
        };
}
