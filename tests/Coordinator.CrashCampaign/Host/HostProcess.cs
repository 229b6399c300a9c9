using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Coordinator.CrashCampaign.Host;

/// <summary>One life of the local host's executable.</summary>
internal sealed partial class HostProcess : IDisposable
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly HostLog _log;

    private HostProcess(Process process, HostLog log) => (_process, _log) = (process, log);

    /// <summary>Its address, once it listens. Fails if it ends before.</summary>
    public Task<Uri> Ready => _ready.Task;

    public bool IsRunning => !_process.HasExited;

    /// <param name="programs">Folder of the host's executable and of oci-unified's.</param>
    public static HostProcess Start(string programs, HostFolder folder, HostLog log, IReadOnlyDictionary<string, string> settings)
    {
        var executable = Path.Combine(programs, OperatingSystem.IsWindows() ? "Coordinator.LocalHost.exe" : "Coordinator.LocalHost");
        var start = new ProcessStartInfo(executable, ["--port", "0", "--data", folder.Data, "--config", folder.Config])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder.Path,
        };
        start.Environment.Clear();
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var host = new HostProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, log);
        host.Begin();
        return host;
    }

    /// <summary>SIGKILL: nothing of the process runs any more when it completes.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(EndsWithin);
    }

    public void Dispose()
    {
        if (IsRunning)
            _process.Kill();
        _process.Dispose();
    }

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new HostEndedException());
        _process.Start();
        _log.Write($"--- host {_process.Id} started");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        // Most lives are killed before anybody asks.
        _ = _ready.Task.ContinueWith(task => task.Exception, TaskScheduler.Default);
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        _log.Write(line);
        if (ReadyLine().Match(line) is { Success: true } ready)
            _ready.TrySetResult(new Uri(ready.Groups[1].Value));
    }

    [GeneratedRegex(@" ready url=(http://\S+)")]
    private static partial Regex ReadyLine();
}

/// <summary>The host ended before it was ready.</summary>
internal sealed class HostEndedException() : Exception("The host ended before it was ready.");
