using System.Globalization;
using Coordinator.Core.State;

namespace Coordinator.Connections.Redis;

/// <summary>Reads the answer to <c>INFO</c>: lines of <c>name:value</c>.</summary>
internal static class RedisInfo
{
    public static RedisFigures Read(string info)
    {
        var figures = info.Split('\n')
            .Select(line => line.TrimEnd('\r').Split(':', 2))
            .Where(line => line.Length == 2)
            .ToDictionary(line => line[0], line => line[1], StringComparer.Ordinal);
        return new RedisFigures(Text("redis_version"), Text("role"), Number("used_memory"), Number("maxmemory"), Text("maxmemory_policy"));

        string Text(string name) => figures.GetValueOrDefault(name, "");

        long Number(string name) => long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
