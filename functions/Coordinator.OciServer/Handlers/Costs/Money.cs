using System.Globalization;

namespace Coordinator.OciServer.Handlers.Costs;

/// <summary>How amounts and shares are written.</summary>
internal static class Money
{
    /// <summary><c>1,234.56 USD</c></summary>
    public static string Text(decimal amount, string currency) => $"{amount.ToString("N2", CultureInfo.InvariantCulture)} {currency}";

    /// <summary>Whole cents, always with two decimals.</summary>
    public static decimal Cents(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero) + 0.00m;

    /// <summary><c>12.3%</c>; of nothing: <c>0.0%</c>.</summary>
    public static string Share(decimal part, decimal whole) => (whole == 0 ? 0 : part / whole * 100).ToString("F1", CultureInfo.InvariantCulture) + "%";

    /// <summary><c>+3.1%</c>; null where there is nothing to compare with.</summary>
    public static string? Change(decimal now, decimal? before) =>
        before is null or 0 ? null : ((now - before.Value) / before.Value * 100).ToString("+0.0;-0.0;+0.0", CultureInfo.InvariantCulture) + "%";

    public static string CurrencyOf(IEnumerable<UsageRow> rows) => rows.Select(row => row.Currency?.Trim()).FirstOrDefault(currency => currency is { Length: > 0 }) ?? "USD";
}
