using System.Globalization;
using System.Text.RegularExpressions;
using Coordinator.OciServer.Simulation.Data;

namespace Coordinator.OciServer.Simulation.Services;

/// <summary>The part of Monitoring's query language that the simulator knows: <c>Metric[1m]{dimension = "value"}.mean()</c>, with a threshold behind it or not.</summary>
internal sealed partial record MetricQuery(string Metric, TimeSpan Interval, IReadOnlyDictionary<string, string> Dimensions, string Statistic, string? Operator, double Threshold)
{
    private const int MinutesLookedAt = 60;

    public static MetricQuery? Parse(string text)
    {
        if (Form().Match(text) is not { Success: true } match) return null;
        var number = int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var interval = match.Groups["unit"].Value switch { "m" => TimeSpan.FromMinutes(number), "h" => TimeSpan.FromHours(number), _ => TimeSpan.FromDays(number) };
        if (interval < TimeSpan.FromMinutes(1) || interval > TimeSpan.FromDays(1)) return null;
        var dimensions = Dimension().Matches(match.Groups["dimensions"].Value).ToDictionary(pair => pair.Groups[1].Value, pair => pair.Groups[2].Value);
        var threshold = match.Groups["threshold"].Success ? double.Parse(match.Groups["threshold"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return new MetricQuery(match.Groups["metric"].Value, interval, dimensions, match.Groups["statistic"].Value, match.Groups["operator"].Success ? match.Groups["operator"].Value : null, threshold);
    }

    public bool Selects(InstanceData instance) => Dimensions.All(dimension => dimension.Key switch
    {
        "resourceId" => instance.Id == dimension.Value,
        "resourceDisplayName" => instance.Name == dimension.Value,
        "shape" => instance.Shape == dimension.Value,
        "availabilityDomain" => instance.AvailabilityDomain == dimension.Value,
        _ => false,
    });

    /// <summary>The first whole interval from a time on.</summary>
    public DateTimeOffset Align(DateTimeOffset time) => new((time.UtcTicks + Interval.Ticks - 1) / Interval.Ticks * Interval.Ticks, TimeSpan.Zero);

    /// <summary>Null where the threshold is not passed.</summary>
    public double? Aggregate(MetricBook book, InstanceData instance, DateTimeOffset time)
    {
        var minutes = Math.Min((int)Interval.TotalMinutes, MinutesLookedAt);
        var values = Enumerable.Range(0, minutes).Select(minute => book.Value(instance.Name, Metric, time.AddMinutes(minute * (Interval.TotalMinutes / minutes)))).ToList();
        var value = Math.Round(Statistic switch { "max" => values.Max(), "min" => values.Min(), "sum" => values.Sum(), "count" => values.Count, _ => values.Average() }, 2);
        return Operator switch { ">" => value > Threshold, ">=" => value >= Threshold, "<" => value < Threshold, "<=" => value <= Threshold, _ => true } ? value : null;
    }

    [GeneratedRegex(@"^\s*(?<metric>\w+)\[(?<number>\d{1,4})(?<unit>[mhd])\]\s*(\{(?<dimensions>[^}]*)\})?\s*(\.groupBy\(\w+\))?\.(?<statistic>mean|avg|max|min|sum|count)\(\)\s*((?<operator>[<>]=?)\s*(?<threshold>-?\d+(\.\d+)?))?\s*$")]
    private static partial Regex Form();

    [GeneratedRegex(@"(\w+)\s*=\s*""([^""]*)""")]
    private static partial Regex Dimension();
}
