using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.Tools;

namespace Coordinator.LocalHost.Tests.Http;

internal sealed class FakeToolServers : IToolServers, IServerSessions
{
    private static readonly JsonElement NoArguments = JsonDocument.Parse("""{"type":"object"}""").RootElement;

    public IReadOnlyList<ToolServerStatus> Servers { get; set; } =
    [
        new("oci-unified", "connected", 2) { Domains = ["compute", "cost"] },
        new("finops", "connected", 1) { Transport = "http", Domains = ["cost"] },
    ];

    public IReadOnlyList<ToolDefinition> Tools { get; set; } =
    [
        new() { Server = "oci-unified", Name = "list_instances", Description = "Lists compute instances.", InputSchema = NoArguments, ReadOnlyHint = true },
        new() { Server = "oci-unified", Name = "stop_instance", Description = "Stops an instance.", InputSchema = NoArguments },
        new() { Server = "finops", Name = "cost_summary", Description = "What the tenancy costs.", InputSchema = NoArguments, ReadOnlyHint = true },
    ];

    /// <summary>When set, listing throws it.</summary>
    public Exception? Broken { get; set; }

    public Task<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken) =>
        Broken is { } broken ? Task.FromException<IReadOnlyList<ToolDefinition>>(broken) : Task.FromResult(Tools);

    public Task<Outcome<ToolResult>> CallAsync(ToolCall call, IProgress<ToolProgress>? progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The HTTP surface calls no tool.");

    /// <summary>What a restart of a server ends with.</summary>
    public Func<string, Task<Failure?>> Restart { get; set; } = _ => Task.FromResult<Failure?>(null);

    /// <summary>What a look at a server that is not in the list ends with: one that was just registered.</summary>
    public Func<Task<Failure?>> FirstContact { get; set; } = () => Task.FromResult<Failure?>(null);

    public Task<Failure?> CheckAsync(string server, CancellationToken cancellationToken) => Servers.SingleOrDefault(known => known.Id == server) is { } known
        ? Task.FromResult(known.Status != "connected" ? new Failure(FailureClass.Unavailable, known.Error ?? known.Status) : null)
        : FirstContact();

    public Task<Failure?> RestartAsync(string server, string generation, TimeSpan pause, CancellationToken cancellationToken) => Restart(server);
}
