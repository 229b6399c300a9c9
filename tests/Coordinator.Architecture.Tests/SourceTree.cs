using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Coordinator.Architecture.Tests;

/// <summary>The product's sources as text: which namespace names which other.</summary>
internal static partial class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>C# files below <c>functions/</c>.</summary>
    public static IReadOnlyList<SourceFile> Product { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Root, "functions"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(Read)];

    private static SourceFile Read(string path)
    {
        var text = File.ReadAllText(path);
        var own = NamespaceLine().Match(text).Groups[1].Value;
        var named = CoordinatorName().Matches(text).Select(match => match.Groups[1].Value).Where(name => name != own).ToHashSet();
        return new SourceFile(Path.GetRelativePath(Root, path), own, named);
    }

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(?:global )?using (?:static )?(Coordinator(?:\.\w+)+?)(?:\.\w+ *=.*)?;", RegexOptions.Multiline)]
    private static partial Regex CoordinatorName();
}

/// <param name="Imports">Namespaces of ours that its using lines name.</param>
internal sealed record SourceFile(string Path, string Namespace, IReadOnlySet<string> Imports);
