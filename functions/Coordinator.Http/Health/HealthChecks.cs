using Coordinator.Core.Execution;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.Core.State;
using Coordinator.Core.Tools;

namespace Coordinator.Http.Health;

/// <summary>How each component is, without calling a model or a tool.</summary>
internal sealed class HealthChecks(IToolServers servers, SlackConnection slack, IRunMemory memory, TimeProvider time, IModel? model = null, DrainSwitch? drain = null) : IHealthSource
{
    private static readonly TimeSpan MemoryAnswersWithin = TimeSpan.FromSeconds(3);

    /// <summary>In the order of the runbook; run memory is named only when it fails.</summary>
    public async Task<IReadOnlyDictionary<string, ComponentHealth>> CheckAsync(CancellationToken cancellationToken)
    {
        var components = new Dictionary<string, ComponentHealth>
        {
            ["mcp_servers"] = OfServers(),
            ["redis"] = ComponentHealth.NotConfigured,
            ["llm"] = OfModel(),
            ["slack"] = await OfSlackAsync(cancellationToken),
        };
        if (await IntakeProblemAsync(cancellationToken) is { } problem)
        {
            components[ComponentHealth.RunMemory] = problem;
        }

        if (drain is { IsOn: true })
        {
            components["runs"] = new ComponentHealth(ComponentHealth.Degraded, $"Drained: messages are accepted and kept, nothing is carried out until {DrainSwitch.Variable} is false.");
        }

        return components;
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

    private ComponentHealth OfServers()
    {
        var all = servers.Servers;
        if (all.Count == 0)
        {
            return ComponentHealth.NotConfigured;
        }

        var absent = all.Where(server => server.Status != "connected").ToList();
        var message = absent.Count == 0
            ? $"{all.Count} connected"
            : string.Join("; ", absent.Select(server => $"{server.Id}: {server.Status}{(server.Error is null ? "" : $" ({server.Error})")}"));
        return new ComponentHealth(
            absent.Count == 0 ? ComponentHealth.Healthy : absent.Count == all.Count ? ComponentHealth.Unhealthy : ComponentHealth.Degraded,
            message);
    }

    private ComponentHealth OfModel() => model is null
        ? ComponentHealth.NotConfigured with { Message = "Workflows only. Set LLM_PROVIDER to answer other questions." }
        : new ComponentHealth(ComponentHealth.Healthy, $"{model.Provider}/{model.Name}; configured, not called by health checks");

    private async Task<ComponentHealth> OfSlackAsync(CancellationToken cancellationToken) => await slack.CheckAsync(cancellationToken) switch
    {
        null => ComponentHealth.NotConfigured,
        { IsSuccess: true, Value: { } identity } => new ComponentHealth("connected", identity.Team),
        { Failure: { } failure } => new ComponentHealth("error", failure.Message),
        _ => new ComponentHealth("error"),
    };
}
