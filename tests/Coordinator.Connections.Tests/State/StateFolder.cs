using Coordinator.Connections.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Connections.Tests.State;

/// <summary>A data folder and the store opened on it.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("coordinator-").FullName;
    private DataFolder? _folder;
    private SqliteStateStore? _store;

    public SetClock Time { get; private set; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public string File => Path.Combine(_root, "state.db");

    public SqliteStateStore Open()
    {
        _folder = DataFolder.Open(_root);
        return _store = SqliteStateStore.Open(_folder, Time, NullLogger<SqliteStateStore>.Instance);
    }

    /// <summary>A new start of the machine.</summary>
    public void StartClock(DateTimeOffset now) => Time = new SetClock(now);

    public void Close()
    {
        _store?.Dispose();
        _folder?.Dispose();
    }

    public void Dispose()
    {
        Close();
        Directory.Delete(_root, recursive: true);
    }
}
