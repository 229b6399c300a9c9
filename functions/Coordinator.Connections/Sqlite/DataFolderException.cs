namespace Coordinator.Connections.Sqlite;

/// <summary>The data folder cannot be used, so the host must not start. The message is for the operator: it names the file and the fix.</summary>
public abstract class DataFolderException(string message, Exception? inner) : Exception(message, inner);
