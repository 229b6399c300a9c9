using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Coordinator.Benchmarks.Processes;

/// <summary>A web process that is measured from outside.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    private static readonly byte[] Ask = Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    private readonly ChildProcess _process;

    private HostProcess(ChildProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public int Id => _process.Id;

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>From the start of the process to the first 200.</summary>
    public TimeSpan Startup { get; private set; }

    public static Task<HostProcess> StartAsync(Workspace workspace, string data, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) =>
        StartAsync(workspace.HostExecutable, port => ["--port", $"{port}", "--data", data], settings, cancellationToken);

    public static Task<HostProcess> StartBareAsync(CancellationToken cancellationToken) =>
        StartAsync(Environment.ProcessPath!, port => [BareHost.Argument, $"{port}"], new Dictionary<string, string>(), cancellationToken);

    /// <summary>Resident memory in MB.</summary>
    public double Memory()
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal), null) / 1024;
    }

    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<HostProcess> StartAsync(
        string command, Func<int, IEnumerable<string>> arguments, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var port = FreePort.Take();
        var start = TimeProvider.System.GetTimestamp();
        var host = new HostProcess(ChildProcess.Start(command, arguments(port), settings), port);
        try
        {
            while (!IsLive(port))
            {
                if (host._process.HasExited || TimeProvider.System.GetElapsedTime(start) > StartsWithin)
                    throw new InvalidOperationException($"{command} did not start:\n{host._process.LastLines}");
                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellationToken);
            }

            host.Startup = TimeProvider.System.GetElapsedTime(start);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private static bool IsLive(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5_000 };
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            socket.Send(Ask);
            Span<byte> answer = stackalloc byte[64];
            var length = socket.Receive(answer);
            return Encoding.ASCII.GetString(answer[..length]).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
