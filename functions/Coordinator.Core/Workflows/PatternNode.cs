using System.Globalization;

namespace Coordinator.Core.Workflows;

/// <summary>A piece of a pattern; gives every way in which it fits from a position on.</summary>
internal abstract record PatternNode
{
    public abstract IEnumerable<PatternMatch> Match(PatternInput input, PatternMatch start);

    public virtual IEnumerable<string> Placeholders() => [];
}

internal sealed record WordNode(string Word) : PatternNode
{
    public override IEnumerable<PatternMatch> Match(PatternInput input, PatternMatch start)
    {
        if (start.Position < input.Words.Count && string.Equals(input.Words[start.Position], Word, StringComparison.OrdinalIgnoreCase))
        {
            yield return start with { Position = start.Position + 1, Literals = start.Literals + 1 };
        }
    }
}

internal sealed record SequenceNode(IReadOnlyList<PatternNode> Parts) : PatternNode
{
    public override IEnumerable<PatternMatch> Match(PatternInput input, PatternMatch start) =>
        Parts.Aggregate<PatternNode, IEnumerable<PatternMatch>>([start], (matches, part) => matches.SelectMany(match => part.Match(input, match)));

    public override IEnumerable<string> Placeholders() => Parts.SelectMany(part => part.Placeholders());
}

internal sealed record ChoiceNode(IReadOnlyList<PatternNode> Choices, bool Optional) : PatternNode
{
    public override IEnumerable<PatternMatch> Match(PatternInput input, PatternMatch start)
    {
        var matches = Choices.SelectMany(choice => choice.Match(input, start));
        return Optional ? matches.Append(start) : matches;
    }

    public override IEnumerable<string> Placeholders() => Choices.SelectMany(choice => choice.Placeholders());
}

internal sealed record PlaceholderNode(string Name) : PatternNode
{
    public override IEnumerable<PatternMatch> Match(PatternInput input, PatternMatch start) =>
        start.Position < input.Words.Count && input.Parameters.TryGetValue(Name, out var parameter) ? Read(parameter, input, start) : [];

    public override IEnumerable<string> Placeholders() => [Name];

    private IEnumerable<PatternMatch> Read(WorkflowParameter parameter, PatternInput input, PatternMatch start)
    {
        var word = input.Words[start.Position];
        switch (parameter.Kind)
        {
            case ParameterKind.Name when WorkflowParameter.IsName(word):
                yield return Take(start, 1, word);
                break;
            case ParameterKind.Enum when parameter.Values.TryGetValue(word, out var value):
                yield return Take(start, 1, value);
                break;
            case ParameterKind.Number when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 366:
                yield return Take(start, 1, number.ToString(CultureInfo.InvariantCulture));
                break;
            case ParameterKind.Month:
                foreach (var (firstDay, words) in MonthWords.Read(input.Words, start.Position, input.Today))
                {
                    yield return Take(start, words, firstDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                }

                break;
        }
    }

    private PatternMatch Take(PatternMatch start, int words, string value) =>
        start with { Position = start.Position + words, Values = new Dictionary<string, string>(start.Values) { [Name] = value } };
}
