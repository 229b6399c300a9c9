using System.Text.RegularExpressions;

namespace Coordinator.Architecture.Tests;

/// <summary>Every kind of shared state has a namespace that says whether a person may clear it; a new one has to be decided on.</summary>
public sealed partial class StateNamespaceTests
{
    private const string List = "functions/Coordinator.Core/Caches/StateNamespace.cs";

    [Fact]
    public void Namespaces_CoverEveryKeyThatIsStored()
    {
        var prefixes = Keys().Matches(Read(List)).Select(match => match.Groups[1].Value).ToList();
        var stored = SourceTree.Product.Where(file => !file.Path.Contains($"{Path.DirectorySeparatorChar}Caches{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Keys().Matches(Read(file.Path)).Select(match => (file.Path, Key: match.Groups[1].Value))).ToList();

        Assert.True(prefixes.Count > 8 && stored.Count > 8, "The test would check nothing.");
        Assert.DoesNotContain(stored, key => !prefixes.Any(prefix => key.Key.StartsWith(prefix, StringComparison.Ordinal)));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(SourceTree.Root, path));

    [GeneratedRegex("\"(oci:[a-z_:]+)")]
    private static partial Regex Keys();
}
