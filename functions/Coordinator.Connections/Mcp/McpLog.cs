using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Mcp;

/// <summary>Log lines about one server.</summary>
internal static partial class McpLog
{
    [LoggerMessage(LogLevel.Information, "mcp_stderr server={Server} line={Line}")]
    public static partial void StandardError(ILogger logger, string server, string line);

    [LoggerMessage(LogLevel.Warning, "mcp_stderr_left_out server={Server} lines={Lines} it writes more than is kept")]
    public static partial void StandardErrorLeftOut(ILogger logger, string server, int lines);

    [LoggerMessage(LogLevel.Warning, "elicitation_declined server={Server} message={Message}")]
    public static partial void ElicitationDeclined(ILogger logger, string server, string message);

    [LoggerMessage(LogLevel.Information, "mcp_connected server={Server} protocol={Protocol} tools={Tools}")]
    public static partial void Connected(ILogger logger, string server, string? protocol, int tools);

    [LoggerMessage(LogLevel.Warning, "mcp_disconnected server={Server} reason={Reason}")]
    public static partial void Disconnected(ILogger logger, string server, string reason);

    [LoggerMessage(LogLevel.Information, "mcp_replaced server={Server} reason={Reason}")]
    public static partial void Replaced(ILogger logger, string server, string reason);

    [LoggerMessage(LogLevel.Warning, "mcp_connect_failed server={Server} reason={Reason} next_try_in_s={Seconds}")]
    public static partial void ConnectFailed(ILogger logger, string server, string reason, double seconds);
}
