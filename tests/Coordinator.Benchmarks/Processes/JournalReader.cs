using Microsoft.Data.Sqlite;

namespace Coordinator.Benchmarks.Processes;

/// <summary>Looks into a journal from outside.</summary>
internal static class JournalReader
{
    public static int Runs(string dataFolder) => Count(dataFolder, "SELECT count(*) FROM run");

    /// <summary>Runs that wait for their time.</summary>
    public static int WaitingRuns(string dataFolder) => Count(dataFolder, "SELECT count(*) FROM run WHERE status = 'waiting' AND wake IS NOT NULL");

    private static int Count(string dataFolder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "runs.db")};Mode=ReadWrite;Pooling=False;Default Timeout=10");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (int)(long)command.ExecuteScalar()!;
    }
}
