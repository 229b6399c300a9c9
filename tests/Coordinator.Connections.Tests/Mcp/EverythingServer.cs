using System.Diagnostics;
using Coordinator.Connections.Mcp;
using Coordinator.TestKit.Mcp;

namespace Coordinator.Connections.Tests.Mcp;

/// <summary>The MCP project's own test server, over either transport.</summary>
internal sealed class EverythingServer : IAsyncDisposable
{
    private readonly Process? _process;

    private EverythingServer(McpServerConfig config, Process? process) => (Config, _process) = (config, process);

    public McpServerConfig Config { get; }

    public static async Task<EverythingServer> StartAsync(string transport)
    {
        var script = ServerEverything.Script();
        if (transport == "stdio")
        {
            return new EverythingServer(new McpServerConfig { Id = "everything", Transport = "stdio", Command = "node", Args = [script, "stdio"] }, null);
        }

        var start = new ProcessStartInfo("node", ["--require", Path.Combine(AppContext.BaseDirectory, "Mcp", "loopback.cjs"), script, "streamableHttp"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        var port = await PortAsync(process).WaitAsync(PoolUnderTest.Limit, TestContext.Current.CancellationToken);
        return new EverythingServer(new McpServerConfig { Id = "everything", Transport = "http", Url = new Uri($"http://127.0.0.1:{port}/mcp") }, process);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(PoolUnderTest.Limit, CancellationToken.None);
            _process.Dispose();
        }
    }

    private static async Task<string> PortAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("PORT=", StringComparison.Ordinal))
            {
                // It logs every request: somebody must read that.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return line["PORT=".Length..];
            }
        }

        throw new InvalidOperationException("server-everything ended before it listened.");
    }
}
