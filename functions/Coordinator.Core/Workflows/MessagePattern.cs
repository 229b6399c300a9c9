namespace Coordinator.Core.Workflows;

/// <summary>
/// A pattern for a whole message: words, <c>[optional parts]</c>, <c>(one|of|these)</c> and <c>{placeholders}</c>.
/// Every word of the message must be accounted for, so nothing is ever read into a sentence.
/// </summary>
internal sealed class MessagePattern
{
    private readonly PatternNode _root;

    private MessagePattern(string text, PatternNode root) => (Text, _root) = (text, root);

    public string Text { get; }

    public IReadOnlyList<string> Placeholders => [.. _root.Placeholders().Distinct()];

    /// <exception cref="FormatException">Names what is wrong with the pattern.</exception>
    public static MessagePattern Parse(string text)
    {
        var reader = new PatternReader(text);
        return new MessagePattern(text, reader.ReadAll());
    }

    /// <summary>The values of the placeholders if the whole message fits; of several readings the one with most literal words.</summary>
    public PatternMatch? Match(IReadOnlyList<string> words, IReadOnlyDictionary<string, WorkflowParameter> parameters, DateOnly today) =>
        _root.Match(new PatternInput(words, parameters, today), new PatternMatch(0, 0, new Dictionary<string, string>()))
            .Where(match => match.Position == words.Count)
            .MaxBy(match => match.Literals);
}

/// <summary>A reading of a message up to a word.</summary>
/// <param name="Literals">Words of the pattern itself that were found.</param>
internal sealed record PatternMatch(int Position, int Literals, IReadOnlyDictionary<string, string> Values);

internal sealed record PatternInput(IReadOnlyList<string> Words, IReadOnlyDictionary<string, WorkflowParameter> Parameters, DateOnly Today);
