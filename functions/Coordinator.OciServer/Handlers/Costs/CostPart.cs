namespace Coordinator.OciServer.Handlers.Costs;

/// <summary>What some name has of a sum.</summary>
internal sealed record CostPart(string Name, decimal Amount, IReadOnlyList<UsageRow> Rows)
{
    /// <summary>Dearest first; what costs nothing is left out.</summary>
    public static IReadOnlyList<CostPart> By(IEnumerable<UsageRow> rows, Func<UsageRow, string?> name) =>
        [.. rows.GroupBy(row => name(row) is { Length: > 0 } text ? text : "(none)")
            .Select(group => new CostPart(group.Key, Money.Cents(group.Sum(row => row.Amount)), [.. group]))
            .Where(part => part.Amount != 0)
            .OrderByDescending(part => part.Amount).ThenBy(part => part.Name, StringComparer.Ordinal)];
}
