namespace Coordinator.OciServer.Simulation.Data;

/// <summary>Chance that is the same on every machine: a pure function of a text.</summary>
internal static class Spread
{
    public static long Between(string key, long low, long high) => low + (long)(Hash(key) % (ulong)(high - low + 1));

    /// <summary>FNV-1a with a final mix; <c>string.GetHashCode</c> differs from process to process.</summary>
    private static ulong Hash(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in key) hash = (hash ^ character) * 1099511628211UL;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 33);
    }
}
