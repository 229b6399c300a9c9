using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Coordinator.Benchmarks.Sections;

namespace Coordinator.Benchmarks.Report;

/// <summary>What was measured, on what, and when.</summary>
internal static class Machine
{
    public static IReadOnlyList<(string Name, string Value)> Describe(Workspace workspace) =>
    [
        ("Date", TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        ("Commit", Git(workspace, "rev-parse", "--short=12", "HEAD") + (Git(workspace, "status", "--porcelain", "--untracked-files=no").Length > 0 ? " with local changes" : "")),
        ("Processor", $"{Processor()}, {Environment.ProcessorCount} cores"),
        ("Memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30):0} GB")),
        ("System", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"),
        ("Runtime", $"{RuntimeInformation.FrameworkDescription}, {(Workspace.IsRelease ? "release build" : "debug build")}"),
        ("Disk", Disk(workspace)),
        ("Load before", LoadAverage()),
    ];

    private static string Disk(Workspace workspace)
    {
        using var disk = new DiskBaseline(workspace);
        disk.Measure(200);
        var drive = new DriveInfo(workspace.Folder);
        return $"{drive.DriveFormat}, one flush of 4 kB {Figure.Milliseconds(disk.Flush.P50)} (p99 {Figure.Milliseconds(disk.Flush.P99)})";
    }

    private static string Processor() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line.Split(':', 2)[1].Trim()
            : "unknown";

    private static string LoadAverage() =>
        File.Exists("/proc/loadavg") ? $"{File.ReadAllText("/proc/loadavg").Split(' ')[0]} (other work on the machine while measuring makes the figures worse)" : "unknown";

    private static string Git(Workspace workspace, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = workspace.Repository, RedirectStandardOutput = true })!;
        var output = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return output;
    }
}
