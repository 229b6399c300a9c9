using Coordinator.Core.Failures;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Health;

/// <summary>The sessions to MCP servers, as the health monitor looks after them.</summary>
public interface IServerSessions
{
    /// <summary>Every enabled server.</summary>
    IReadOnlyList<ToolServerStatus> Servers { get; }

    /// <summary>Lets the server list its tools on its session, or opens one, which does the same. Null: it answered.</summary>
    Task<Failure?> CheckAsync(string server, CancellationToken cancellationToken);

    /// <summary>Lets the session go (calls on it end in peace), waits for <paramref name="pause"/>, and connects. Who gives up waiting does not end it. Null: it is connected.</summary>
    /// <param name="generation">What sessions are stamped with from now on.</param>
    Task<Failure?> RestartAsync(string server, string generation, TimeSpan pause, CancellationToken cancellationToken);
}
