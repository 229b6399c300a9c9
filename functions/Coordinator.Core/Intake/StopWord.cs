namespace Coordinator.Core.Intake;

/// <summary>The messages that stop what is going on in a thread.</summary>
internal static class StopWord
{
    public static bool Is(string text)
    {
        var word = text.AsSpan().TrimEnd(" .!?,;:…");
        return word.Equals("stop", StringComparison.OrdinalIgnoreCase) || word.Equals("cancel", StringComparison.OrdinalIgnoreCase);
    }
}
