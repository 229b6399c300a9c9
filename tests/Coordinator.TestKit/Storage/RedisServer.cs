using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Coordinator.TestKit.Storage;

/// <summary>A real <c>redis-server</c> on a free port of this machine, with nothing on the disk unless told so. Tests that ask for one are skipped where it is not installed.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Executable = "redis-server";
    private const int Attempts = 5;

    // It ends with the process that started it, even if that is killed: then the shell reads the end of its input.
    private const string EndWithParent = "redis-server \"$@\" & echo \"pid $!\"; cat >/dev/null; kill -9 $!; wait $!";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string[] _more;
    private Process? _shell;
    private int _id;

    private RedisServer(string[] more) => _more = more;

    public int Port { get; private set; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{Port}");

    /// <param name="more">Further options of the server.</param>
    public static async Task<RedisServer> StartAsync(params string[] more)
    {
        Assert.SkipUnless(IsInstalled(), "There is no redis-server: apt-get install redis-server.");
        var server = new RedisServer(more);
        for (var attempt = 1; ; attempt++)
        {
            server.Port = FreePort();
            try
            {
                await server.StartAgainAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Somebody else took the port meanwhile.
            }
        }
    }

    /// <summary>After <see cref="KillAsync"/>, on the same port.</summary>
    /// <param name="others">Options of this start only.</param>
    /// <param name="until">What it says when it is as far as wanted.</param>
    public async Task StartAgainAsync(string[]? others = null, string until = "Ready to accept connections")
    {
        string[] options =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            "--databases", "4096", "--enable-debug-command", "yes", .. _more, .. others ?? [],
        ];
        var start = new ProcessStartInfo("sh", ["-c", EndWithParent, Executable, .. options]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _shell = new Process { StartInfo = start };
        _shell.OutputDataReceived += (_, line) => Take(line.Data ?? "");
        _shell.ErrorDataReceived += (_, _) => { };
        _shell.Start();
        _shell.BeginOutputReadLine();
        _shell.BeginErrorReadLine();
        try
        {
            await said.Task.WaitAsync(Limit);
        }
        catch
        {
            await KillAsync();
            throw;
        }

        void Take(string line)
        {
            if (line.StartsWith("pid ", StringComparison.Ordinal))
            {
                _id = int.Parse(line.AsSpan(4), CultureInfo.InvariantCulture);
            }
            else if (line.Contains(until, StringComparison.Ordinal))
            {
                said.TrySetResult();
            }
            else if (line.Contains("Failed listening", StringComparison.Ordinal) || line.Contains("FATAL", StringComparison.Ordinal))
            {
                said.TrySetException(new InvalidOperationException($"redis-server: {line}"));
            }
        }
    }

    /// <summary>As the operating system does it: without a word to anybody.</summary>
    public async Task KillAsync()
    {
        if (_shell is { } shell)
        {
            _shell = null;
            shell.StandardInput.Close();
            await shell.WaitForExitAsync().WaitAsync(Limit);
            shell.Dispose();
        }
    }

    /// <summary>It keeps its connections and answers nothing.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>What an operator would type.</summary>
    public async Task<string> CliAsync(params string[] command)
    {
        var start = new ProcessStartInfo("redis-cli", ["-p", Port.ToString(CultureInfo.InvariantCulture), .. command]) { RedirectStandardOutput = true };
        using var cli = Process.Start(start)!;
        var answer = await cli.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await cli.WaitForExitAsync().WaitAsync(Limit);
        return answer.Trim();
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsInstalled() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Executable)));

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WaitAsync(Limit);
        Assert.Equal(0, kill.ExitCode);
    }
}
