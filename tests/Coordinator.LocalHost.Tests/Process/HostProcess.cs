using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.TestKit.Signals;

namespace Coordinator.LocalHost.Tests.Process;

/// <summary>The built host as a process of its own.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly System.Diagnostics.Process _process;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(ProcessStartInfo start)
    {
        _process = new System.Diagnostics.Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Errors.Add(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Happenings<string> Output { get; } = new();

    public Happenings<string> Errors { get; } = new();

    /// <summary>Traces of the tests' own process do not go on in the host.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { Timeout = Soon.Limit };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts it and does not wait.</summary>
    /// <param name="verb">A command of the host and its options; none serves.</param>
    public static HostProcess Begin(string dataFolder, IReadOnlyDictionary<string, string>? settings = null, string? config = null, params string[] verb)
    {
        string[] host = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Coordinator.LocalHost.dll"), "--port", "0", "--data", dataFolder, .. config is null ? Array.Empty<string>() : ["--config", config], .. verb];

        // A full disk is an error; the signal that comes with a limit of ours would be a kill.
        string[] command = OperatingSystem.IsWindows() ? host : ["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\"", .. host];
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = Environment.GetEnvironmentVariable("HOME");
        start.Environment["OCI_UNIFIED_ENABLED"] = "false";
        start.Environment["OCI_SIMULATE"] = "true";
        start.Environment["SIMULATION_SETTLE_SECONDS"] = "0";
        // It runs for seconds: what pays off later is left out.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new HostProcess(start);
    }

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<HostProcess> StartAsync(string dataFolder, IReadOnlyDictionary<string, string>? settings = null, string? config = null, params string[] options)
    {
        var host = Begin(dataFolder, settings, config, options);
        try
        {
            host.Http.BaseAddress = new Uri(await host._ready.Task.SoonAsync());
            return host;
        }
        catch
        {
            // No process is left behind by a test that gives up.
            await host.DisposeAsync();
            throw;
        }
    }

    public Task<JsonElement> GetAsync(string path) => Http.GetFromJsonAsync<JsonElement>(path, Token);

    /// <summary>SIGTERM, as a supervisor sends it.</summary>
    public async Task TerminateAsync()
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(Token).SoonAsync();
    }

    /// <summary>No file of its may grow beyond that many bytes (or <c>unlimited</c>), as on a full disk.</summary>
    public async Task LimitFilesAsync(string size)
    {
        using var limit = System.Diagnostics.Process.Start("prlimit", ["--pid", $"{_process.Id}", $"--fsize={size}:unlimited"]);
        await limit.WaitForExitAsync(Token).SoonAsync();
        Assert.Equal(0, limit.ExitCode);
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(Token).SoonAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Soon.Limit, CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        const string Mark = "ready url=";
        if (line is null)
        {
            _ready.TrySetException(new InvalidOperationException("The host ended before it was ready: " + string.Join('\n', Errors.All)));
            return;
        }

        Output.Add(line);
        var at = line.IndexOf(Mark, StringComparison.Ordinal);
        if (at >= 0)
        {
            _ready.TrySetResult(line[(at + Mark.Length)..].Split(' ')[0]);
        }
    }
}
