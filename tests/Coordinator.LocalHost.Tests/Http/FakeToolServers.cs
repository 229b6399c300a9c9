using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;

namespace Coordinator.LocalHost.Tests.Http;

internal sealed class FakeToolServers : IToolServers
{
    private static readonly JsonElement NoArguments = JsonDocument.Parse("""{"type":"object"}""").RootElement;

    public IReadOnlyList<ToolServerStatus> Servers { get; set; } =
    [
        new("oci-demo", "connected", 2) { Domains = ["compute", "cost"] },
        new("finops", "connected", 1) { Transport = "http", Domains = ["cost"] },
    ];

    public IReadOnlyList<ToolDefinition> Tools { get; set; } =
    [
        new() { Server = "oci-demo", Name = "list_instances", Description = "Lists compute instances.", InputSchema = NoArguments, ReadOnlyHint = true },
        new() { Server = "oci-demo", Name = "stop_instance", Description = "Stops an instance.", InputSchema = NoArguments },
        new() { Server = "finops", Name = "cost_summary", Description = "What the tenancy costs.", InputSchema = NoArguments, ReadOnlyHint = true },
    ];

    /// <summary>When set, listing throws it.</summary>
    public Exception? Broken { get; set; }

    public Task<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken) =>
        Broken is { } broken ? Task.FromException<IReadOnlyList<ToolDefinition>>(broken) : Task.FromResult(Tools);

    public Task<Outcome<ToolResult>> CallAsync(ToolCall call, IProgress<ToolProgress>? progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The HTTP surface calls no tool.");
}
