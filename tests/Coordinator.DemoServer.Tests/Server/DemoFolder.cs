using System.Text.Json;

namespace Coordinator.DemoServer.Tests.Server;

/// <summary>A folder of its own for one state file, removed afterwards.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("demo-server-");

    public string Folder => folder.FullName;

    public string State => Path.Combine(Folder, "state.json");

    public string WriteLog => State + ".writes.jsonl";

    public string Hold => Path.Combine(Folder, "hold");

    public IReadOnlyList<JsonElement> Writes() => File.Exists(WriteLog)
        ? [.. ReadShared(WriteLog).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)]
        : [];

    /// <summary>Whole lines only: a writer may be in the middle of the next.</summary>
    public int WholeLines() => File.Exists(WriteLog) ? ReadShared(WriteLog).Count(c => c == '\n') : 0;

    public void Dispose() => folder.Delete(recursive: true);

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
