using System.Text.Json;

namespace Coordinator.Cli.Tests;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record Ran(int ExitCode, string Out, string Error)
{
    public IReadOnlyList<string> Lines => Out.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    public JsonElement Json => JsonElement.Parse(Out);
}
