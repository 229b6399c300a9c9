namespace Coordinator.Core.Workflows;

/// <summary>A placeholder of a pattern and what it accepts.</summary>
internal sealed record WorkflowParameter(string Name, ParameterKind Kind, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>A name as cloud resources have it.</summary>
    public static bool IsName(string word) =>
        word.Length <= 128 && char.IsAsciiLetterOrDigit(word[0]) && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}

internal enum ParameterKind
{
    /// <summary>One word: letters, digits, '.', '_' and '-'.</summary>
    Name,

    /// <summary>One of a list of words, each standing for a value.</summary>
    Enum,

    /// <summary>"October", "october 2025", "last month", "this month".</summary>
    Month,

    /// <summary>A whole number from 1 to 366.</summary>
    Number,
}
