using System.Globalization;
using System.Net.Sockets;
using Coordinator.TestKit.Storage;

namespace Coordinator.Connections.Tests.State;

/// <summary>Every command that a server gets from a client, as it comes.</summary>
internal sealed class RedisMonitor : IAsyncDisposable
{
    private readonly TcpClient _connection;
    private readonly StreamReader _lines;

    private RedisMonitor(TcpClient connection) => (_connection, _lines) = (connection, new StreamReader(connection.GetStream()));

    public static async Task<RedisMonitor> StartAsync(RedisServer server)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", server.Port, TestContext.Current.CancellationToken);
        await connection.GetStream().WriteAsync("MONITOR\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        var monitor = new RedisMonitor(connection);
        Assert.Equal("+OK", await monitor._lines.ReadLineAsync(TestContext.Current.CancellationToken));
        return monitor;
    }

    /// <summary>Names of the commands on that database until the marker comes. What scripts do is not among them.</summary>
    public async Task<List<string>> ReadAsync(int database, string marker)
    {
        var commands = new List<string>();
        while (await _lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.Contains(marker, StringComparison.Ordinal))
        {
            // +1764100000.123456 [7 127.0.0.1:5000] "HMGET" "key" …
            if (line.Contains(string.Create(CultureInfo.InvariantCulture, $" [{database} 127.0.0.1:"), StringComparison.Ordinal))
            {
                commands.Add(line.Split('"')[1].ToUpperInvariant());
            }
        }

        return commands;
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _connection.Dispose();
        return default;
    }
}
