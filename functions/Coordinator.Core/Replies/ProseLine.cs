namespace Coordinator.Core.Replies;

/// <summary>One line of text.</summary>
/// <param name="Quote"><c>"&gt; "</c> in a quote, else empty; repeated when the line is cut.</param>
/// <param name="Lead">Indentation with the list marker.</param>
/// <param name="Runs">Without line breaks.</param>
internal sealed record ProseLine(string Quote, string Lead, IReadOnlyList<InlineRun> Runs);
