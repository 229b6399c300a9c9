namespace Coordinator.DemoServer.Cloud;

/// <summary>Names to offer when the asked one does not exist. Only ever an offer: nothing acts on a similar name.</summary>
internal static class SimilarNames
{
    public static IReadOnlyList<string> To(string name, IEnumerable<string> known, int limit) =>
        [.. known.Distinct()
            .Select(candidate => (candidate, distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(x => x.distance <= Math.Max(name.Length, x.candidate.Length) / 2 || Overlap(name, x.candidate))
            .OrderBy(x => x.distance).ThenBy(x => x.candidate, StringComparer.Ordinal)
            .Take(limit)
            .Select(x => x.candidate)];

    private static bool Overlap(string name, string candidate) =>
        name.Length >= 2
        && (candidate.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(candidate, StringComparison.OrdinalIgnoreCase));

    /// <summary>Levenshtein, one row at a time.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
