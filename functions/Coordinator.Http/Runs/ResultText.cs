using Coordinator.Core.Execution;
using Coordinator.Core.Tools;

namespace Coordinator.Http.Runs;

/// <summary>A tool result as people are shown it: its beginning, and how long it is.</summary>
internal readonly record struct ResultText(string Shown, int Characters)
{
    public const int MaxCharacters = 4_000;

    /// <param name="content">What is stored with a <see cref="Core.Runs.ToolFinished"/>.</param>
    public static ResultText Of(string content)
    {
        var text = ToolResultText.Full(ContentJson.ReadResult(content));
        return new ResultText(Cut(text), text.Length);
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaxCharacters)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[MaxCharacters - 1]) ? MaxCharacters - 1 : MaxCharacters)];
    }
}
