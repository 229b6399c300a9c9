using Spectre.Console;

namespace Coordinator.Cli.Output;

/// <summary>Words for how something is have a colour, wherever they stand.</summary>
internal static class Tint
{
    public static Style Of(string word) => word switch
    {
        "healthy" or "connected" or "answered" or "closed" or "succeeded" or "ok" or "same" => new Style(Color.Green),
        "degraded" or "half_open" or "waiting" or "running" or "connecting" or "restarting" or "unknown" or "warning" or "high" => new Style(Color.Yellow),
        "unhealthy" or "error" or "open" or "failed" or "parked" or "critical" or "disconnected" or "refused" or "differs" => new Style(Color.Red),
        _ => Style.Plain,
    };
}
