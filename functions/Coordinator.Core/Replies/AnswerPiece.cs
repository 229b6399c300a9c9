namespace Coordinator.Core.Replies;

/// <summary>A top-level piece of an answer, in reading order.</summary>
internal abstract record AnswerPiece;

/// <param name="Tight">Follows the piece before it without a blank line.</param>
/// <param name="Heading">Belongs to what follows it.</param>
internal sealed record ProsePiece(IReadOnlyList<ProseLine> Lines, bool Tight = false, bool Heading = false) : AnswerPiece;

internal sealed record CodePiece(string Text) : AnswerPiece;

internal sealed record RulePiece : AnswerPiece;

/// <param name="Alignments"><c>left</c>, <c>center</c> or <c>right</c>, one a column.</param>
/// <param name="Rows">The header row first; each row has a cell for every column.</param>
internal sealed record TablePiece(IReadOnlyList<string> Alignments, IReadOnlyList<IReadOnlyList<TableCell>> Rows) : AnswerPiece;

internal sealed record TableCell(IReadOnlyList<InlineRun> Runs)
{
    public string Text { get; } = InlineRuns.PlainText(Runs);

    public bool IsPlain => Runs.All(run => run is { Kind: RunKind.Text or RunKind.LineBreak, Style: "" });
}
