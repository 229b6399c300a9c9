using System.Collections.Concurrent;
using System.Diagnostics;

namespace Coordinator.Benchmarks.Processes;

/// <summary>A process that ends, with its own children, when this object does. Its last lines are kept for when it fails.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int LinesKept = 40;

    private static readonly string[] Settings =
        ["ALLOW_MUTATIONS", "ANTHROPIC_", "AZURE_OPENAI_", "COORDINATOR_", "DOTNET_gc", "DOTNET_Tiered", "DOTNET_ReadyToRun", "LLM_", "LOGGING__", "MCP_", "OPENAI_", "RUN_", "SLACK_"];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = [];

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public int Id => _process.Id;

    /// <summary>Time that processors have spent on it.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public bool HasExited => _process.HasExited;

    public string LastLines => string.Join('\n', _lines);

    public static ChildProcess Start(string command, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null, string? folder = null)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        // What is set in the caller's shell must not decide what is measured.
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: nothing can be put in order first.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static bool IsSetting(string name) => Settings.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        while (_lines.Count > LinesKept)
            _lines.TryDequeue(out _);
    }
}
