using System.Text.RegularExpressions;

namespace Coordinator.Scenarios;

/// <summary>An answer, and the dead letters that its last sentence names.</summary>
internal static partial class KeptLetters
{
    public static (string Answer, int Letters) Of(string? response)
    {
        var end = Sentence().Match(response!);
        return (response![..^end.Length], end.Groups["id"].Captures.Count);
    }

    [GeneratedRegex(@"(\n\nWhat failed is kept for an operator: dead letters? `(?<id>op_[^`]+)`(, `(?<id>op_[^`]+)`)*\.)?\z")]
    private static partial Regex Sentence();
}
