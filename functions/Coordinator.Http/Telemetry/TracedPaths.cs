using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Telemetry;

/// <summary>Requests that are worth a trace.</summary>
public static class TracedPaths
{
    /// <summary>Asked for by machines, each few seconds.</summary>
    private static readonly string[] Others = ["/health", "/metrics", "/stats", "/page", "/version"];

    /// <param name="path">With a leading slash; a route's pattern will do.</param>
    public static bool Contain(PathString path) => !Others.Any(other => path.StartsWithSegments(other, StringComparison.Ordinal));
}
