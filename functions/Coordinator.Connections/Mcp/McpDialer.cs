using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Coordinator.Connections.Mcp;

/// <summary>Opens sessions to one server: finds the protocol revision that both speak, and reads the tools.</summary>
internal sealed class McpDialer(McpServerConfig config, McpTransports transports, McpSecrets secrets, TimeProvider time, ILogger logger)
{
    private readonly McpVersions _versions = new(config.ProtocolVersion);

    /// <summary>What was agreed on last time.</summary>
    public string? ProtocolVersion => _versions.Remembered;

    /// <summary>The next session negotiates anew.</summary>
    public void ForgetVersion() => _versions.Forget();

    /// <param name="opened">Takes charge of the session before its tools are known.</param>
    /// <param name="closed">Told once the session is closed.</param>
    /// <param name="closing">Ends the attempt and everything that the session does by itself.</param>
    public async Task<McpSession> DialAsync(Action<McpSession> opened, Action<McpSession> closed, CancellationToken closing)
    {
        var client = await ContactAsync(closing);
        var tools = new McpToolList(config, client, time, closing);
        client.RegisterNotificationHandler(NotificationMethods.ToolListChangedNotification, (_, _) =>
        {
            tools.Changed();
            return ValueTask.CompletedTask;
        });
        var session = new McpSession(client, tools, time.GetUtcNow(), closed);
        opened(session);
        try
        {
            await tools.ReadAsync(config.ConnectWithin, closing);
        }
        catch
        {
            session.Retire();
            throw;
        }

        _versions.Agreed(client.NegotiatedProtocolVersion);
        return session;
    }

    /// <summary>A revision that no longer fits, or a server that cannot negotiate, costs another attempt at once and not an error.</summary>
    private async Task<McpClient> ContactAsync(CancellationToken cancellationToken)
    {
        var version = _versions.First;
        while (true)
        {
            try
            {
                return await transports.ConnectAsync(config, version, secrets, logger, cancellationToken);
            }
            catch (Exception exception) when (_versions.TryNext(version, exception, out var next))
            {
                version = next;
            }
        }
    }
}
