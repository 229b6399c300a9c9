using Coordinator.Connections.Sqlite;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.Runs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Connections.Tests.Sqlite;

/// <summary>Data folders of one test and the memories opened on them.</summary>
internal sealed class SqliteMemories : IDisposable
{
    private readonly Stack<IDisposable> opened = [];
    private readonly string root = Directory.CreateTempSubdirectory("coordinator-").FullName;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public string Folder => Path.Combine(root, "data");

    public string File => Path.Combine(Folder, "runs.db");

    /// <summary>Opens the folder, or the one beside it of that name.</summary>
    public SqliteRunMemory Open(string name = "data")
    {
        var folder = Keep(DataFolder.Open(Path.Combine(root, name)));
        return Keep(SqliteRunMemory.Open(folder, Time, NullLogger<SqliteRunMemory>.Instance));
    }

    /// <summary>Ends all that is open, as a host does that stops.</summary>
    public void Close()
    {
        while (opened.TryPop(out var next))
            next.Dispose();
    }

    /// <summary>What a process that is killed now would leave, in a folder of its own.</summary>
    public string CopyAsKilled()
    {
        const string name = "killed";
        var target = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        foreach (var file in new[] { File, File + "-wal" })
            System.IO.File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return name;
    }

    public void Dispose()
    {
        Close();
        Directory.Delete(root, recursive: true);
    }

    public static DeadLetter Letter(string id, string runId) => new()
    {
        Id = id, FailureType = "timeout", Operation = "list", Error = "no answer", Parameters = [], RunId = runId, Thread = "thread-1", Timestamp = DateTimeOffset.UnixEpoch,
    };

    public static RunRequest Request(string runId) => new()
    {
        RunId = runId,
        ThreadKey = "thread-1",
        Actor = new Actor("api", "", "me"),
        Text = "list instances",
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private T Keep<T>(T disposable)
        where T : IDisposable
    {
        opened.Push(disposable);
        return disposable;
    }
}
