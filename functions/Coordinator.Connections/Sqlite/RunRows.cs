using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Microsoft.Data.Sqlite;

namespace Coordinator.Connections.Sqlite;

/// <summary>The table of runs.</summary>
internal static class RunRows
{
    private const string Columns = "seq, status, updated, wake, request";

    public static bool Add(Statements db, RunRequest request, string json, string now) =>
        db.Execute(
            "INSERT INTO run (id, thread, status, updated, request) VALUES ($1, $2, 'queued', $3, $4) ON CONFLICT DO NOTHING",
            request.RunId, request.ThreadKey, now, json) == 1;

    public static RunRecord? Find(Statements db, string runId)
    {
        using var rows = db.Query($"SELECT {Columns} FROM run WHERE id = $1", runId);
        return rows.Read() ? Read(rows) : null;
    }

    public static List<RunRecord> List(Statements db, RunQuery query)
    {
        var (sql, values) = Compose(query);
        using var rows = db.Query(sql, values);
        var runs = new List<RunRecord>();
        while (rows.Read())
            runs.Add(Read(rows));
        return runs;
    }

    public static List<PendingRun> ListPending(Statements db)
    {
        using var rows = db.Query("SELECT id, thread, seq, status, wake FROM run WHERE finished = 0 ORDER BY seq");
        var runs = new List<PendingRun>();
        while (rows.Read())
            runs.Add(new PendingRun(SqliteText.Read(rows, 0), SqliteText.Read(rows, 1), rows.GetInt64(2), ReadStatus(rows.GetString(3)), ReadTime(rows, 4)));
        return runs;
    }

    public static bool HasThread(Statements db, string threadKey) =>
        db.Scalar("SELECT 1 FROM run WHERE thread = $1 LIMIT 1", threadKey) is not null;

    /// <summary>Adds to the fact count and brings the status that the fact stands for.</summary>
    public static void Advance(Statements db, long run, long facts, RunFact fact, string now)
    {
        db.Execute("UPDATE run SET facts = $2, updated = $3 WHERE seq = $1", run, facts, now);
        if (fact is RunStarted)
            db.Execute("UPDATE run SET status = 'running' WHERE seq = $1 AND status = 'queued'", run);
        else if (fact is RunDeadLettered)
            db.Execute("UPDATE run SET status = 'failed' WHERE seq = $1 AND finished = 0", run);
        else if (fact is RunFinished finish)
            db.Execute("UPDATE run SET status = $2, finished = 1, wake = NULL WHERE seq = $1", run, WriteStatus(finish.Status));
    }

    /// <summary>A hint: never overrides how a run ended.</summary>
    public static void Note(Statements db, string runId, RunStatus status, DateTimeOffset? wakeAt, string now) =>
        db.Execute(
            "UPDATE run SET status = iif(status = 'failed', status, $2), wake = $3, updated = $4 WHERE id = $1 AND finished = 0",
            runId, WriteStatus(status), SqliteTime.Write(wakeAt), now);

    /// <summary>Deletes the oldest finished runs with everything of theirs, but none that a dead letter can still be retried from; gives how many.</summary>
    public static int DeleteFinishedBefore(Statements db, string before, int atMost)
    {
        const string oldest = "SELECT seq FROM run WHERE finished = 1 AND updated < $1 AND id NOT IN (SELECT run FROM letter) ORDER BY updated LIMIT $2";
        db.Execute($"DELETE FROM content WHERE id IN (SELECT content FROM fact WHERE run IN ({oldest}))", before, atMost);
        return db.Execute($"DELETE FROM run WHERE seq IN ({oldest})", before, atMost);
    }

    private static (string Sql, object?[] Values) Compose(RunQuery query)
    {
        var conditions = new List<string> { "1" };
        var values = new List<object?> { Math.Max(0, query.Take) };
        void Where(string condition, object? value)
        {
            values.Add(value);
            conditions.Add($"{condition} ${values.Count}");
        }

        if (query.UnfinishedOnly)
            conditions.Add("finished = 0");
        if (query.ThreadKey is { } thread)
            Where("thread =", thread);
        if (query.Status is { } status)
            Where("status =", WriteStatus(status));
        if (query.After is { } after)
            Where(query.OldestFirst ? "seq >" : "seq <", after);
        var order = query.OldestFirst ? "ASC" : "DESC";
        return ($"SELECT {Columns} FROM run WHERE {string.Join(" AND ", conditions)} ORDER BY seq {order} LIMIT $1", [.. values]);
    }

    private static RunRecord Read(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Status = ReadStatus(row.GetString(1)),
        UpdatedAt = SqliteTime.Read(row.GetString(2)),
        WakeAt = ReadTime(row, 3),
        Request = RunRequestJson.Deserialize(row.GetString(4)),
    };

    private static DateTimeOffset? ReadTime(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : SqliteTime.Read(row.GetString(column));

    private static string WriteStatus(RunStatus status) => status.ToString().ToLowerInvariant();

    private static RunStatus ReadStatus(string word) => Enum.Parse<RunStatus>(word, ignoreCase: true);
}
