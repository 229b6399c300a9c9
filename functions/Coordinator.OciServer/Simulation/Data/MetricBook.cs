namespace Coordinator.OciServer.Simulation.Data;

/// <summary>Metrics as a pure function of seed, resource and time: a level of each resource's own, a day's rhythm, and noise.</summary>
internal sealed class MetricBook(string seed)
{
    private const double Gigabyte = 1_000_000_000;

    private static readonly Dictionary<string, (string Unit, double Low, double High)> Kinds = new()
    {
        ["CpuUtilization"] = ("Percent", 4, 55),
        ["MemoryUtilization"] = ("Percent", 25, 78),
        ["DiskBytesRead"] = ("Bytes", 0.02 * Gigabyte, 1.5 * Gigabyte),
        ["DiskBytesWritten"] = ("Bytes", 0.01 * Gigabyte, 0.9 * Gigabyte),
        ["NetworksBytesIn"] = ("Bytes", 0.01 * Gigabyte, 2.2 * Gigabyte),
        ["NetworksBytesOut"] = ("Bytes", 0.01 * Gigabyte, 2.8 * Gigabyte),
        ["LoadAverage"] = ("Processes", 0.1, 3),
    };

    /// <summary>What the alarms that fire are about.</summary>
    private static readonly Dictionary<(string Resource, string Metric), double> Busy = new()
    {
        [("database-vm", "CpuUtilization")] = 94,
        [("app-server-01", "MemoryUtilization")] = 91,
        [("app-server-02", "MemoryUtilization")] = 88,
    };

    public static string? Unit(string metric) => Kinds.TryGetValue(metric, out var kind) ? kind.Unit : null;

    public double Value(string resource, string metric, DateTimeOffset time)
    {
        var (_, low, high) = Kinds[metric];
        var level = Busy.TryGetValue((resource, metric), out var busy) ? busy : low + ((high - low) * Spread.Between($"{seed}|{resource}|{metric}", 0, 1000) / 1000d);
        var rhythm = 1 + (0.25 * Math.Sin((time.UtcDateTime.TimeOfDay.TotalHours - 8) / 24 * 2 * Math.PI));
        var noise = Spread.Between($"{seed}|{resource}|{metric}|{time.ToUnixTimeSeconds() / 60}", 92, 108) / 100d;
        var value = level * (busy > 0 ? 1 : rhythm) * noise;
        return Math.Round(Kinds[metric].Unit == "Percent" ? Math.Min(value, 100) : value, 2);
    }
}
