namespace Coordinator.LocalHost.Tests.Process;

/// <summary>A folder for one test, removed afterwards.</summary>
public abstract class DataFolders : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("coordinator-process-");

    protected string Data => Path.Combine(_root.FullName, "data");

    protected string Config => Path.Combine(_root.FullName, "config");

    protected string Journal => Path.Combine(Data, "runs.db");

    public void Dispose()
    {
        _root.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Whoever starts a process with <c>kill</c>, <c>prlimit</c> or a signal needs a system that has them.</summary>
    protected static void NeedsUnix() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals and limits of Unix.");
}
