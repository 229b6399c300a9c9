using Coordinator.Core.Health;
using Coordinator.Core.Tools;

namespace Coordinator.Http.Health;

/// <summary>How MCP servers are: what the monitor saw last, and what became of their sessions since.</summary>
internal sealed class ServersHealth(IToolServers servers, HealthBoard board, AutoRestartSwitches switches)
{
    /// <summary>By component, <c>mcp_{server}</c>.</summary>
    public IReadOnlyDictionary<string, ComponentHealth> Each() =>
        servers.Servers.ToDictionary(server => HealthBoard.ComponentOf(server.Id), Of);

    public ComponentHealth Of(ToolServerStatus server)
    {
        var component = HealthBoard.ComponentOf(server.Id);
        var state = board.Of(component);
        var status = StatusOf(server, state);
        return ComponentHealth.Of(state) with
        {
            Status = ComponentHealth.WordOf(status),
            Message = status is HealthStatus.Healthy ? null : server.Error ?? state.Message,
            AutoRestart = switches.IsOnFor(component),
            IsDetail = true,
        };
    }

    /// <summary>All of them in one, as the runbook has it (11.2).</summary>
    public ComponentHealth Together()
    {
        var all = servers.Servers.Select(server => (Server: server, Health: Of(server))).ToList();
        if (all.Count == 0)
        {
            return ComponentHealth.NotConfigured;
        }

        var ill = all.Where(one => one.Health.IsIll).ToList();
        var away = ill.Count(one => one.Server.Status != "connected" || one.Health.Status == ComponentHealth.Unhealthy);
        var unknown = all.Count(one => one.Health.Status == ComponentHealth.Unknown);
        return new ComponentHealth(
            away == all.Count ? ComponentHealth.Unhealthy : ill.Count > 0 ? ComponentHealth.Degraded : unknown > 0 ? ComponentHealth.Unknown : ComponentHealth.Healthy,
            ill.Count > 0 ? string.Join("; ", ill.Select(one => Line(one.Server, one.Health)))
                : unknown > 0 ? $"{unknown} of {all.Count} not looked at yet"
                : $"{all.Count} connected");
    }

    /// <summary>An open session has listed its tools, which is as good as a check.</summary>
    private static HealthStatus StatusOf(ToolServerStatus server, ComponentState state) => server.Status switch
    {
        "connected" => state.Status == HealthStatus.Unknown ? HealthStatus.Healthy : state.Status,
        "error" => state.Status is HealthStatus.Unhealthy or HealthStatus.Restarting ? state.Status : HealthStatus.Degraded,
        // A session that was given back as nobody used it is no illness, nor is one that is just being opened.
        _ => state.Status,
    };

    private static string Line(ToolServerStatus server, ComponentHealth health)
    {
        var word = server.Status == "connected" || health.Status == "restarting" ? health.Status : server.Status;
        return $"{server.Id}: {word}{(health.Message is null ? "" : $" ({health.Message})")}";
    }
}
