using Coordinator.DemoServer.Costs;

namespace Coordinator.DemoServer.Tools;

/// <summary>Sums of cost rows by some name, dearest first.</summary>
internal static class CostShare
{
    public static IReadOnlyList<(string Key, decimal Amount)> By(IEnumerable<CostRow> rows, Func<CostRow, string> key) =>
        [.. rows.GroupBy(key)
            .Select(g => (g.Key, Amount: g.Sum(r => r.Amount)))
            .OrderByDescending(g => g.Amount).ThenBy(g => g.Key, StringComparer.Ordinal)];
}
