using System.Globalization;

namespace Coordinator.DemoServer.Costs;

/// <summary>How amounts and shares are written.</summary>
internal static class Usd
{
    public const string Currency = "USD";

    /// <summary><c>1,234.56 USD</c></summary>
    public static string Text(decimal amount) => amount.ToString("N2", CultureInfo.InvariantCulture) + " " + Currency;

    /// <summary><c>12.3%</c>; of nothing: <c>0.0%</c>.</summary>
    public static string Share(decimal part, decimal whole) =>
        (whole == 0 ? 0 : part / whole * 100).ToString("F1", CultureInfo.InvariantCulture) + "%";

    /// <summary><c>+3.1%</c>; null where there is nothing to compare with.</summary>
    public static string? Change(decimal now, decimal? before) =>
        before is null or 0 ? null : ((now - before.Value) / before.Value * 100).ToString("+0.0;-0.0", CultureInfo.InvariantCulture) + "%";
}
