using System.Globalization;
using System.Text;

namespace Coordinator.Cli.Output;

/// <summary>Text of servers and users, without what would command the terminal or turn its reading direction.</summary>
internal static class Plain
{
    private const char Shown = '\uFFFD';

    /// <summary>On one line.</summary>
    public static string Line(string text) => Lines(text.ReplaceLineEndings(" ").Replace('\t', ' '));

    public static string Lines(string text)
    {
        if (!text.Any(IsCommand))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        foreach (var character in text.ReplaceLineEndings("\n"))
        {
            plain.Append(IsCommand(character) ? Shown : character);
        }

        return plain.ToString();
    }

    private static bool IsCommand(char character) =>
        (char.IsControl(character) && character is not ('\n' or '\t')) || (char.GetUnicodeCategory(character) == UnicodeCategory.Format && character != '\u200D');
}
