using System.Text.RegularExpressions;

namespace Coordinator.Architecture.Tests;

/// <summary>docs/settings.md names what the hosts and the configuration read, and nothing else; docs/cli.md what the command line reads.</summary>
public sealed partial class SettingsDocumentTests
{
    private const string CommandLine = "Coordinator.Cli";

    private static readonly string Document = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "settings.md"));

    [Fact]
    public void Document_NamesEveryVariable()
    {
        var read = Files("*.cs").Where(IsNoTenancy).SelectMany(file => VariableLiteral().Matches(File.ReadAllText(file)))
            .Concat(Files("*.yaml").SelectMany(file => VariableReference().Matches(File.ReadAllText(file))))
            .Select(match => match.Groups[1].Value)
            .Where(name => name != "NAME")
            .ToHashSet();
        var documented = FirstCells().Where(cell => !cell.StartsWith('-')).ToList();

        Assert.True(read.Count > 40, "The test would check nothing.");
        Assert.Equal(read.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Document_NamesEveryOption()
    {
        var offered = Files("*Command*.cs").SelectMany(file => OptionLiteral().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToHashSet();
        var documented = OptionCell().Matches(Document).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.True(offered.Count > 7, "The test would check nothing.");
        Assert.Equal(offered.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void CommandLineDocument_NamesEveryVariable()
    {
        var document = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "cli.md"));
        var read = Files("*.cs", CommandLine).SelectMany(file => VariableLiteral().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.True(read.Count > 4, "The test would check nothing.");
        Assert.DoesNotContain(read, name => !document.Contains($"`{name}`", StringComparison.Ordinal));
    }

    /// <summary>What simulated tenancies are made of is written in capitals, too.</summary>
    private static bool IsNoTenancy(string file) =>
        !file.Contains($"OciServer{Path.DirectorySeparatorChar}Simulation{Path.DirectorySeparatorChar}", StringComparison.Ordinal) || file.EndsWith("Options.cs", StringComparison.Ordinal);

    private static IEnumerable<string> FirstCells() => FirstCell().Matches(Document).Select(match => match.Groups[1].Value);

    /// <summary>Of the hosts.</summary>
    private static IEnumerable<string> Files(string pattern) => Files(pattern, "").Where(file => !file.Contains(CommandLine, StringComparison.Ordinal));

    private static IEnumerable<string> Files(string pattern, string folder) =>
        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "functions", folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    /// <summary>Literals in capitals with an underscore: variables are named so here, and nothing else is.</summary>
    [GeneratedRegex("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\"")]
    private static partial Regex VariableLiteral();

    [GeneratedRegex(@"(?:\$\{|token_env: )([A-Z][A-Z0-9_]*)")]
    private static partial Regex VariableReference();

    [GeneratedRegex("new\\(\"(--[a-z-]+)\"")]
    private static partial Regex OptionLiteral();

    [GeneratedRegex(@"^\| `([^`]+)`", RegexOptions.Multiline)]
    private static partial Regex FirstCell();

    [GeneratedRegex(@"\| `(--[a-z-]+)` \|")]
    private static partial Regex OptionCell();
}
