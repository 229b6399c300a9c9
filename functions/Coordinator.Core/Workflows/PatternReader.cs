namespace Coordinator.Core.Workflows;

/// <summary>Reads the text of a <see cref="MessagePattern"/>.</summary>
internal sealed class PatternReader(string text)
{
    private int _position;

    public PatternNode ReadAll()
    {
        var choices = ReadChoices();
        return _position == text.Length ? new ChoiceNode(choices, Optional: false) : throw Wrong($"'{text[_position]}' closes nothing");
    }

    private List<PatternNode> ReadChoices()
    {
        var choices = new List<PatternNode> { ReadSequence() };
        while (_position < text.Length && text[_position] == '|')
        {
            _position++;
            choices.Add(ReadSequence());
        }

        return choices;
    }

    private SequenceNode ReadSequence()
    {
        var parts = new List<PatternNode>();
        while (_position < text.Length && text[_position] is not ('|' or ']' or ')'))
        {
            if (char.IsWhiteSpace(text[_position]))
            {
                _position++;
            }
            else
            {
                parts.Add(ReadPart());
            }
        }

        return parts.Count > 0 ? new SequenceNode(parts) : throw Wrong("an empty alternative");
    }

    private PatternNode ReadPart() => text[_position] switch
    {
        '[' => ReadGroup(']', optional: true),
        '(' => ReadGroup(')', optional: false),
        '{' => ReadPlaceholder(),
        _ => ReadWord(),
    };

    private ChoiceNode ReadGroup(char end, bool optional)
    {
        _position++;
        var choices = ReadChoices();
        if (_position >= text.Length || text[_position] != end)
        {
            throw Wrong($"'{end}' is missing");
        }

        _position++;
        return new ChoiceNode(choices, optional);
    }

    private PlaceholderNode ReadPlaceholder()
    {
        var end = text.IndexOf('}', _position);
        if (end < 0)
        {
            throw Wrong("'}' is missing");
        }

        var name = text[(_position + 1)..end];
        _position = end + 1;
        return WorkflowParameter.IsName(name + "x") && name.Length > 0 ? new PlaceholderNode(name) : throw Wrong($"'{name}' is no placeholder name");
    }

    private WordNode ReadWord()
    {
        var start = _position;
        while (_position < text.Length && !char.IsWhiteSpace(text[_position]) && text[_position] is not ('[' or ']' or '(' or ')' or '{' or '}' or '|'))
        {
            _position++;
        }

        return _position > start ? new WordNode(text[start.._position]) : throw Wrong($"'{text[_position]}' opens nothing");
    }

    private FormatException Wrong(string what) => new($"In pattern \"{text}\" at character {_position + 1}: {what}.");
}
