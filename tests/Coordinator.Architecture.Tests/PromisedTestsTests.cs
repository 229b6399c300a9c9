using System.Text.RegularExpressions;

namespace Coordinator.Architecture.Tests;

/// <summary>What was promised to be tested can be found by its name.</summary>
public sealed partial class PromisedTestsTests
{
    private static readonly string Sources = string.Join('\n', Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.EndsWith($"{nameof(PromisedTestsTests)}.cs", StringComparison.Ordinal))
        .Select(File.ReadAllText));

    /// <summary>Defects of the original that must not come back.</summary>
    public static TheoryData<int> Defects => new(8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 20, 27, 31, 32);

    /// <summary>The variables of the runbook's appendix.</summary>
    public static TheoryData<string> Variables => [.. VariableRow().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "runbook.md")).Split("## Appendix")[1]).Select(match => match.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Defects))]
    public void Defect_HasATestOfItsName(int defect) => Assert.Contains(DefectTest().Matches(Sources), match => match.Groups[1].Value == $"{defect}");

    /// <summary>Rows of the runbook's quick reference.</summary>
    [Theory]
    [InlineData("MCP server disconnected")]
    [InlineData("LLM timeouts")]
    [InlineData("Slack not responding")]
    [InlineData("Tool execution failing")]
    [InlineData("Memory/Redis errors")]
    public void QuickReferenceRow_HasAScenario(string row) => Assert.Contains($"Quick reference: \"{row}\"", Sources, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Variables))]
    public void Variable_HasATestOfItsName(string variable) => Assert.Contains($" Variable_{variable}_", Sources, StringComparison.Ordinal);

    [GeneratedRegex("^\\| `([A-Z_]+)`", RegexOptions.Multiline)]
    private static partial Regex VariableRow();

    [GeneratedRegex(@"public (?:async )?(?:Task|void) Defect(\d+)_\w+\(")]
    private static partial Regex DefectTest();
}
