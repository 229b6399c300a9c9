using System.Text;

namespace Coordinator.Core.Replies;

/// <summary>Pieces of an answer to parts: prose is gathered into sections, tables become blocks where the message has none yet.</summary>
internal sealed class SlackRendering
{
    private readonly PartPacking _packing = new();
    private readonly StringBuilder _section = new();

    public IReadOnlyList<SlackPart> Render(IReadOnlyList<AnswerPiece> pieces)
    {
        for (var index = 0; index < pieces.Count; index++)
        {
            var next = index + 1 < pieces.Count ? pieces[index + 1] : null;
            switch (pieces[index])
            {
                case ProsePiece { Heading: true } heading when next is not ProsePiece: AddLoneHeading(heading, next is not null); break;
                case ProsePiece prose: AddProse(prose, index > 0 && pieces[index - 1] is ProsePiece { Heading: true }); break;
                case CodePiece code: AddCode(code.Text); break;
                case TablePiece table: AddTable(table); break;
                case RulePiece: EndSection(); _packing.Add(SlackBlocks.Divider()); break;
            }
        }

        EndSection();
        return _packing.Finish();
    }

    private void AddLoneHeading(ProsePiece heading, bool keepWithNext)
    {
        EndSection();
        foreach (var chunk in MrkdwnChunks.OfProse(heading.Lines))
            _packing.Add(SlackBlocks.Section(chunk, keepWithNext));
    }

    private void AddProse(ProsePiece prose, bool afterHeading)
    {
        // A heading followed by text opens its own section, so that both stay together.
        if (prose.Heading && !afterHeading)
            EndSection();

        var separator = prose.Tight || afterHeading ? "\n" : "\n\n";
        foreach (var chunk in MrkdwnChunks.OfProse(prose.Lines))
        {
            if (_section.Length + separator.Length + chunk.Length > SlackLimits.SectionText)
                EndSection();
            if (_section.Length > 0)
                _section.Append(separator);
            _section.Append(chunk);
        }
    }

    private void AddCode(string code)
    {
        EndSection();
        foreach (var chunk in MrkdwnChunks.OfCode(code))
            _packing.Add(SlackBlocks.Section(chunk));
    }

    private void AddTable(TablePiece table)
    {
        EndSection();
        var hidden = table.Rows.Count - 1 - SlackLimits.ShownRows;
        var shown = hidden > 0 ? table with { Rows = [.. table.Rows.Take(1 + SlackLimits.ShownRows)] } : table;

        var blocks = _packing.HasTable ? [] : SlackTable.Split(shown);
        if (blocks.Count == 0)
            AddCode(TextTable.Write(shown));
        foreach (var block in blocks)
            _packing.AddTable(block);
        if (hidden > 0)
            _packing.Add(SlackBlocks.Section($"_… {hidden} more rows_"));
    }

    private void EndSection()
    {
        if (_section.Length > 0)
            _packing.Add(SlackBlocks.Section(_section.ToString()));
        _section.Clear();
    }
}
