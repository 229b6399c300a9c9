namespace Coordinator.OciServer.Credentials;

/// <summary>OCI's own tools read their configuration as Python does: a key ends at '=' or ':'. Lines may hold a passphrase, so that no message repeats one.</summary>
internal static class OciConfigText
{
    /// <exception cref="FormatException">A line is neither a profile nor a key with its value.</exception>
    public static string AsIni(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Line));

    private static string Line(string text, int index)
    {
        var line = text.Trim();
        if (line.Length == 0 || line[0] is '#' or ';' || (line[0] == '[' && line[^1] == ']')) return line;
        var end = line.AsSpan().IndexOfAny('=', ':');
        return end > 0 ? $"{line[..end].TrimEnd()}={line[(end + 1)..].TrimStart()}" : throw new FormatException($"line {index + 1} is neither a [profile] nor key=value.");
    }
}
