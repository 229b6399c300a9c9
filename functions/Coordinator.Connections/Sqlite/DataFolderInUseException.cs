namespace Coordinator.Connections.Sqlite;

/// <summary>Another process works on the data folder.</summary>
public sealed class DataFolderInUseException(string folder, int? processId, Exception inner)
    : DataFolderException(Describe(folder, processId), inner)
{
    /// <summary>The other process, if it could be read.</summary>
    public int? ProcessId { get; } = processId;

    private static string Describe(string folder, int? processId)
    {
        var holder = processId is { } id ? $"process {id}" : "another process";
        return $"The data folder {folder} is in use by {holder}. Stop that one, or give this one its own folder (--data or COORDINATOR_DATA).";
    }
}
