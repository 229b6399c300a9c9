using System.Reflection;

namespace Coordinator.Benchmarks;

/// <summary>Where things are, and a folder for data that goes when the run ends.</summary>
internal sealed class Workspace : IDisposable
{
    private Workspace(string repository, string folder, bool isQuick) => (Repository, Folder, IsQuick) = (repository, folder, isQuick);

    /// <summary>Figures of a debug build say nothing.</summary>
    public static bool IsRelease =>
#if DEBUG
        false;
#else
        true;
#endif

    public string Repository { get; }

    /// <summary>This run's own.</summary>
    public string Folder { get; }

    public bool IsQuick { get; }

    /// <summary>Kept between runs: packages from npm.</summary>
    public string Artifacts => Path.Combine(Repository, "artifacts", "benchmarks");

    /// <summary>The built local host itself, as <c>dotnet run --project functions/Coordinator.LocalHost</c> starts it.</summary>
    public string HostExecutable => Executable("Coordinator.LocalHost", "Coordinator.LocalHost");

    public string OciServerExecutable => Executable("Coordinator.OciServer", "Coordinator.OciServer");

    public static Workspace Create(string? data, bool isQuick)
    {
        var repository = Locate();
        var parent = data ?? Path.Combine(repository, "artifacts", "benchmarks");
        var folder = Path.GetFullPath(Path.Combine(parent, $"data-{Environment.ProcessId}"));
        Directory.CreateDirectory(folder);
        return new Workspace(repository, folder, isQuick);
    }

    /// <summary>A new empty folder on the disk that is measured.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, $"{name}-{Guid.NewGuid():n}")).FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Executable(string project, string name)
    {
        var file = Path.Combine(Repository, "functions", project, "bin", IsRelease ? "Release" : "Debug", "net10.0", OperatingSystem.IsWindows() ? $"{name}.exe" : name);
        return File.Exists(file) ? file : throw new InvalidOperationException($"{file} is not there: build {project} first.");
    }

    private static string Locate()
    {
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Coordinator.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The benchmarks run inside a checkout: Coordinator.sln was not found.");
    }
}
