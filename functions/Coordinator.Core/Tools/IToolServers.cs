using Coordinator.Core.Failures;

namespace Coordinator.Core.Tools;

/// <summary>All configured MCP servers behind one port. Makes no decision and never repeats a call.</summary>
public interface IToolServers
{
    IReadOnlyList<ToolServerStatus> Servers { get; }

    /// <summary>Tools of every reachable enabled server, from a cache with TTL; an unreachable server contributes none and shows its error in <see cref="Servers"/>.</summary>
    Task<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken);

    /// <summary>One attempt on a pooled session. <see cref="Failure.MaybeExecuted"/> tells whether the server may have begun the work.</summary>
    Task<Outcome<ToolResult>> CallAsync(ToolCall call, IProgress<ToolProgress>? progress, CancellationToken cancellationToken);
}
