using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Coordinator.Benchmarks.Load;

namespace Coordinator.Benchmarks.Processes;

/// <summary>Slack's own framework for Node, installed from npm into the artifacts folder.</summary>
internal sealed class BoltProcess : IAsyncDisposable
{
    public const string Version = "5.1.0";

    private static readonly TimeSpan InstallsWithin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;

    private BoltProcess(ChildProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>Null without Node, or if the package cannot be had.</summary>
    public static async Task<BoltProcess?> TryStartAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(workspace.Artifacts, "npm");
        try
        {
            return await InstallAsync(folder, cancellationToken) ? await StartAsync(folder, cancellationToken) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<bool> InstallAsync(string folder, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Path.Combine(folder, "node_modules", "@slack", "bolt")))
            return true;
        Directory.CreateDirectory(folder);
        await using var npm = ChildProcess.Start("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error", $"@slack/bolt@{Version}"]);
        if (await npm.WaitForExitAsync(cancellationToken).WaitAsync(InstallsWithin, cancellationToken) == 0)
            return true;
        await Console.Error.WriteLineAsync(npm.LastLines);
        return false;
    }

    private static async Task<BoltProcess> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var script = Path.Combine(folder, "server.js");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "bolt", "server.js"), script, overwrite: true);
        var port = FreePort.Take();
        var bolt = new BoltProcess(ChildProcess.Start("node", [script, $"{port}", SignedEvents.Secret], new Dictionary<string, string> { ["NODE_ENV"] = "production" }, folder), port);
        var start = TimeProvider.System.GetTimestamp();
        while (!await IsListeningAsync(port, cancellationToken))
        {
            if (bolt._process.HasExited || TimeProvider.System.GetElapsedTime(start) > StartsWithin)
            {
                await bolt.DisposeAsync();
                throw new InvalidOperationException($"@slack/bolt did not start:\n{bolt._process.LastLines}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }

        return bolt;
    }

    private static async Task<bool> IsListeningAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
