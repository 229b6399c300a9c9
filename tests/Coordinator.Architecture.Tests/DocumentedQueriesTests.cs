using System.Text.Json;
using System.Text.RegularExpressions;
using Coordinator.TestKit.Npm;

namespace Coordinator.Architecture.Tests;

/// <summary>The Azure Monitor queries of the documents, read by Kusto's own language service against the tables of Application Insights: a column or function that does not exist fails.</summary>
public sealed partial class DocumentedQueriesTests
{
    [Fact]
    public async Task Queries_AreValid()
    {
        var queries = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md")
            .SelectMany(file => Block().Matches(File.ReadAllText(file)))
            .SelectMany(block => Start().Split(block.Groups[1].Value))
            .Where(query => query.Trim().Length > 0)
            .ToList();

        Assert.True(queries.Count >= 6, "The test would check nothing.");
        Assert.Empty(await ProblemsAsync(queries));
    }

    [Fact]
    public async Task AWrongQuery_IsFound() =>
        Assert.Equal(2, (await ProblemsAsync(["traces | where severity > 2", "trace | take 1", "traces | where severityLevel > 2 | take 1"])).Count);

    private static async Task<IReadOnlyList<string>> ProblemsAsync(IReadOnlyList<string> queries) =>
        JsonSerializer.Deserialize<List<string>>(await NpmPackages.RunAsync("verify-queries.js", JsonSerializer.Serialize(queries), NpmPackages.Modules()))!;

    [GeneratedRegex("```kusto\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>A query goes on while lines begin with '|'.</summary>
    [GeneratedRegex(@"(?:^//.*\n|\n(?!\|))", RegexOptions.Multiline)]
    private static partial Regex Start();
}
