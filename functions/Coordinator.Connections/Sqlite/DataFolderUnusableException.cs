namespace Coordinator.Connections.Sqlite;

/// <summary>The data folder or a file in it is damaged, not writable or of a newer version. Nothing was overwritten.</summary>
public sealed class DataFolderUnusableException(string message, Exception? inner = null) : DataFolderException(message, inner);
