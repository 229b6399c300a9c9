using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Coordinator.Benchmarks.Processes;

/// <summary>The command line, published as docs/cli.md says (ReadyToRun), one process a command.</summary>
internal static class CliProcess
{
    /// <summary>Publishes it and gives its executable.</summary>
    public static async Task<string> PublishAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(workspace.Artifacts, "cli");
        string[] arguments =
        [
            "publish", Path.Combine(workspace.Repository, "functions", "Coordinator.Cli"), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--no-self-contained", "-o", folder, "--nologo", "-v", "q",
        ];
        await using var publish = ChildProcess.Start("dotnet", arguments);
        return await publish.WaitForExitAsync(cancellationToken) == 0
            ? Path.Combine(folder, OperatingSystem.IsWindows() ? "coordinator.exe" : "coordinator")
            : throw new InvalidOperationException($"The command line could not be published:\n{publish.LastLines}");
    }

    /// <summary>From the start of the process to its end.</summary>
    public static async Task<TimeSpan> RunAsync(string executable, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        await using var process = ChildProcess.Start(executable, arguments);
        var exitCode = await process.WaitForExitAsync(cancellationToken);
        var took = TimeProvider.System.GetElapsedTime(start);
        return exitCode == 0 ? took : throw new InvalidOperationException($"The command ended with {exitCode}:\n{process.LastLines}");
    }

    /// <summary>Each line of its output with the moment at which it could be read.</summary>
    public static async Task<IReadOnlyList<(DateTimeOffset At, string Text)>> LinesAsync(string executable, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(executable, arguments) { RedirectStandardOutput = true } };
        process.Start();
        var lines = new List<(DateTimeOffset, string)>();
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            lines.Add((TimeProvider.System.GetUtcNow(), line));
        await process.WaitForExitAsync(cancellationToken);
        return lines;
    }
}
