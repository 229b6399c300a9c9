using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.State;

namespace Coordinator.Http.Health;

/// <summary>How each component is: what the health monitor saw last, and, since they cost little, run memory and shared state as they are now.</summary>
internal sealed class HealthChecks(
    HealthMonitor monitor, HealthBoard board, ServersHealth servers, SwitchedOff switchedOff, StateHealth state, SocketHealth sockets, IRunMemory memory, HealthOptions options, TimeProvider time) : IHealthSource
{
    private static readonly TimeSpan MemoryAnswersWithin = TimeSpan.FromSeconds(3);

    /// <summary>Nobody who asks waits longer for a first look at a component that hangs.</summary>
    private static readonly TimeSpan LookWithin = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyDictionary<string, ComponentHealth>> CheckAsync(CancellationToken cancellationToken)
    {
        await monitor.RefreshAsync(LookWithin, cancellationToken);
        return await ShowAsync(cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, ComponentHealth>> CheckNowAsync(CancellationToken cancellationToken)
    {
        await monitor.CheckAllAsync(cancellationToken);
        return await ShowAsync(cancellationToken);
    }

    public async Task<ComponentHealth?> IntakeProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            await memory.ListRunsAsync(new RunQuery { Take = 1 }, cancellationToken).WaitAsync(MemoryAnswersWithin, time, cancellationToken);
            return null;
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            return new ComponentHealth(ComponentHealth.Unhealthy, $"Runs cannot be read ({exception.GetType().Name}); the log has the details.");
        }
    }

    /// <summary>In the order of the runbook (11.2); others are named only when they fail, or in detail.</summary>
    private async Task<IReadOnlyDictionary<string, ComponentHealth>> ShowAsync(CancellationToken cancellationToken)
    {
        var components = new Dictionary<string, ComponentHealth>
        {
            ["mcp_servers"] = servers.Together(),
            ["redis"] = await OfStateAsync(cancellationToken),
            ["llm"] = ComponentHealth.Of(board.Of("llm")),
            ["slack"] = OfSlack(),
        };
        if (await IntakeProblemAsync(cancellationToken) is { } problem)
        {
            components[ComponentHealth.RunMemory] = problem;
        }

        foreach (var (component, health) in (await switchedOff.AllAsync(cancellationToken)).Concat(servers.Each()))
        {
            components[component] = health;
        }

        components[options.RunMemoryComponent] = ComponentHealth.Of(board.Of(options.RunMemoryComponent)) with { IsDetail = true };
        return components;
    }

    private async Task<ComponentHealth> OfStateAsync(CancellationToken cancellationToken)
    {
        var seen = ComponentHealth.Of(board.Of(state.Component));
        try
        {
            var now = await state.CheckAsync(cancellationToken).WaitAsync(MemoryAnswersWithin, time, cancellationToken);
            return seen with { Status = ComponentHealth.WordOf(now.Status), Message = now.Message };
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            return seen with { Status = ComponentHealth.Degraded, Message = $"Shared state cannot be read ({exception.GetType().Name})." };
        }
    }

    private ComponentHealth OfSlack()
    {
        var seen = ComponentHealth.Of(board.Of("slack"));
        return seen.Status switch
        {
            // The token is good; whether events come over a socket is known here without asking.
            ComponentHealth.Healthy when sockets.Problem() is { } problem => seen with { Status = problem.Status, Message = problem.Message },
            ComponentHealth.Healthy => seen with { Status = "connected" },
            ComponentHealth.Degraded or ComponentHealth.Unhealthy => seen with { Status = "error" },
            _ => seen,
        };
    }
}
