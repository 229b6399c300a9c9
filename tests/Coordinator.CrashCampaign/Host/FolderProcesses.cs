using System.Diagnostics;
using System.Globalization;

namespace Coordinator.CrashCampaign.Host;

/// <summary>
/// The processes whose command line or environment names a round's folder: its host, and the MCP servers that the host started. A killed host cannot end its servers;
/// they have to notice by themselves.
/// </summary>
internal static class FolderProcesses
{
    /// <summary>None where there is no <c>/proc</c>.</summary>
    public static IReadOnlyList<int> Find(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return [];
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId && Names(id, folder))];
    }

    public static void Kill(IEnumerable<int> ids)
    {
        foreach (var id in ids)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
            {
                // It ended meanwhile.
            }
        }
    }

    private static bool Names(int id, string folder)
    {
        try
        {
            return $"{File.ReadAllText($"/proc/{id}/cmdline")}\0{File.ReadAllText($"/proc/{id}/environ")}".Split('\0').Any(text => text.Contains($"{folder}/", StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
