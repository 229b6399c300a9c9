using System.Globalization;
using System.Net.Http.Headers;

namespace Coordinator.Connections.Models;

/// <summary>How long a response asks us to wait.</summary>
internal static class RetryAfterHeader
{
    /// <summary>Anything longer is taken for a mistake of the other side.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>From <c>retry-after-ms</c>, else <c>Retry-After</c> in seconds or as a date; null if there is none that can be read.</summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var wait = Number(headers, "retry-after-ms", 0.001) ?? Number(headers, "retry-after", 1) ?? (headers.RetryAfter?.Date is { } date ? (date - now).TotalSeconds : null);
        return wait is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds)) : null;
    }

    private static double? Number(HttpResponseHeaders headers, string name, double scale) =>
        headers.TryGetValues(name, out var values)
            && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
                ? number * scale
                : null;
}
