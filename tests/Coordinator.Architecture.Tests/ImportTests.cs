namespace Coordinator.Architecture.Tests;

public sealed class ImportTests
{
    /// <summary>What each project may import, besides itself: Core, Connections, Http, then the hosts.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Coordinator.Core"] = [],
        ["Coordinator.Connections"] = ["Coordinator.Core"],
        ["Coordinator.Http"] = ["Coordinator.Core", "Coordinator.Connections"],
        ["Coordinator.LocalHost"] = ["Coordinator.Core", "Coordinator.Connections", "Coordinator.Http", "Coordinator.OciServer"],
        ["Coordinator.Functions"] = ["Coordinator.Core", "Coordinator.Connections", "Coordinator.Http"],
        ["Coordinator.OciServer"] = ["Coordinator.Core"],
    };

    [Fact]
    public void Projects_ImportInOneDirection()
    {
        var wrong = SourceTree.Product
            .SelectMany(file => file.Imports, (file, import) => (file, import))
            .Where(pair => !IsAllowed(ProjectOf(pair.file.Namespace), ProjectOf(pair.import)))
            .Select(pair => $"{pair.file.Path} imports {pair.import}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Namespaces_NeverImportEachOther()
    {
        var imports = SourceTree.Product
            .GroupBy(file => file.Namespace)
            .ToDictionary(group => group.Key, group => group.SelectMany(file => file.Imports).ToHashSet());
        var mutual = imports
            .SelectMany(pair => pair.Value, (pair, import) => (From: pair.Key, To: import))
            .Where(edge => imports.TryGetValue(edge.To, out var back) && back.Contains(edge.From))
            .Where(edge => string.CompareOrdinal(edge.From, edge.To) < 0)
            .Select(edge => $"{edge.From} and {edge.To} import each other");
        Assert.Empty(mutual);
    }

    [Fact]
    public void Sources_AreFound() => Assert.True(SourceTree.Product.Count(file => file.Imports.Count > 0) > 50, "The other tests would check nothing.");

    private static bool IsAllowed(string importer, string imported) =>
        importer.Length == 0 || imported == importer || (Allowed.TryGetValue(importer, out var allowed) && allowed.Contains(imported));

    private static string ProjectOf(string name) => name.Length == 0 ? "" : string.Join('.', name.Split('.').Take(2));
}
