using System.Globalization;
using Coordinator.Core.Runs;

namespace Coordinator.Functions.Runs;

/// <summary>What a run is doing, for the portal's list of instances. Far below the limit of 16 KB.</summary>
internal static class RunStatusText
{
    private const int MostSteps = 20;

    public static string Of(IReadOnlyCollection<string> underWay, Wait? wait, Park? park) =>
        park is not null ? $"parked: {park.Reason}"
        : underWay.Count > 0 ? $"under way: {string.Join(", ", underWay.Take(MostSteps))}"
        : wait is not null ? string.Create(CultureInfo.InvariantCulture, $"waits until {wait.Until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")
        : "ended";
}
