using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;

namespace Coordinator.Benchmarks.Stubs;

/// <summary>One reading tool that answers at once with 2,000 characters.</summary>
internal sealed class InstantTools : IToolServers
{
    public const string Name = "look";

    private static readonly ToolResult Result = new() { IsError = false, Text = string.Concat(Enumerable.Repeat("All is well. ", 160)) };

    private readonly IReadOnlyList<ToolDefinition> _tools =
    [
        new() { Server = "stub", Name = Name, Description = "Looks.", InputSchema = JsonDocument.Parse("""{"type":"object"}""").RootElement, ReadOnlyHint = true },
    ];

    public IReadOnlyList<ToolServerStatus> Servers => [new("stub", "connected", _tools.Count)];

    public Task<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken) => Task.FromResult(_tools);

    public Task<Outcome<ToolResult>> CallAsync(ToolCall call, IProgress<ToolProgress>? progress, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<ToolResult>>(Result);
}
