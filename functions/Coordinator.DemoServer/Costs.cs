namespace Coordinator.DemoServer;

/// <summary>Daily costs as a function of day, service and compartment: every total is the sum of its parts, whichever way it is asked for.</summary>
internal static class Costs
{
    /// <summary>Service, compartment, USD a day before trend and weekday.</summary>
    private static readonly (string Service, string Compartment, decimal Base)[] Lines =
    [
        ("Compute", "prod-web", 61.20m), ("Compute", "prod-data", 38.40m), ("Compute", "development", 14.10m), ("Compute", "test", 9.60m), ("Compute", "security", 3.30m), ("Compute", "network", 5.10m),
        ("Autonomous Database", "prod-data", 118.50m), ("Autonomous Database", "production", 27.90m), ("Autonomous Database", "development", 6.20m), ("Autonomous Database", "test", 4.80m),
        ("Block Volume", "prod-data", 17.60m), ("Block Volume", "prod-web", 8.90m), ("Block Volume", "development", 3.70m),
        ("Object Storage", "prod-data", 12.30m), ("Object Storage", "test", 2.20m),
        ("Load Balancer", "prod-web", 6.40m), ("Networking", "network", 7.80m), ("Logging Analytics", "security", 5.50m), ("Vault", "security", 1.10m),
    ];

    public static IReadOnlyList<string> Services { get; } = [.. Lines.Select(line => line.Service).Distinct()];

    public static IEnumerable<(string Service, string Compartment, decimal Cost)> Between(DateOnly first, DateOnly last)
    {
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            foreach (var (service, compartment, amount) in Lines)
            {
                yield return (service, compartment, Math.Round(amount * Trend(day) * Weekday(day, compartment) * Spike(day, service) * Noise(day, service, compartment), 2));
            }
        }
    }

    /// <summary>About 1.2 % growth a month.</summary>
    private static decimal Trend(DateOnly day) => 1m + ((day.DayNumber - new DateOnly(2025, 1, 1).DayNumber) * 0.0004m);

    private static decimal Weekday(DateOnly day, string compartment) =>
        compartment is "development" or "test" && day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.45m : 1m;

    /// <summary>A forgotten load test in the second week of October.</summary>
    private static decimal Spike(DateOnly day, string service) => service == "Compute" && day is { Month: 10, Day: >= 8 and <= 14 } ? 2.1m : 1m;

    private static decimal Noise(DateOnly day, string service, string compartment)
    {
        var hash = (uint)(day.DayNumber * 2654435761) ^ (uint)(service.Length * 40503) ^ (uint)(compartment.Length * 9973);
        hash ^= hash >> 15;
        return 0.95m + (hash % 1000 * 0.0001m);
    }
}
