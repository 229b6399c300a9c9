using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Connections.Sqlite;

/// <summary>The tables of facts and of their content.</summary>
internal static class FactRows
{
    /// <summary>Stores the fact with all that belongs to it, or gives what is stored under its key.</summary>
    public static AppendedFact Append(Statements db, RunWrite write, string json, byte[]? content, LetterWrite[] letters, string now)
    {
        var (run, facts) = FindRun(db, write.RunId);
        if (Find(db, run, write.Fact.Key) is { } existing)
            return existing;
        var number = facts + 1;
        db.Execute(
            "INSERT INTO fact (run, number, key, json, content) VALUES ($1, $2, $3, $4, $5)",
            run, number, write.Fact.Key, json, content is null ? null : AddContent(db, content));
        if (write.Effect is { } effect)
            EffectRows.Put(db, run, effect);
        foreach (var letter in letters)
            LetterRows.Apply(db, letter);
        RunRows.Advance(db, run, number, write.Fact, now);
        return new AppendedFact(number, null);
    }

    public static List<StoredFact> List(Statements db, string runId, long after)
    {
        using var rows = db.Query(
            "SELECT number, json FROM fact WHERE run = (SELECT seq FROM run WHERE id = $1) AND number > $2 ORDER BY number", runId, after);
        var facts = new List<StoredFact>();
        while (rows.Read())
            facts.Add(new StoredFact(rows.GetInt64(0), RunFactJson.Deserialize(rows.GetString(1))));
        return facts;
    }

    public static string? ReadContent(Statements db, string runId, string key)
    {
        using var rows = db.Query(
            "SELECT body FROM run JOIN fact ON fact.run = run.seq AND fact.key = $2 JOIN content ON content.id = fact.content WHERE run.id = $1",
            runId, key);
        return rows.Read() ? SqliteText.Read(rows, 0) : null;
    }

    /// <summary>The answered runs of the thread before that one, oldest first.</summary>
    public static List<ThreadExchange> ListExchanges(Statements db, string threadKey, string runId, int take)
    {
        using var rows = db.Query(
            """
            SELECT run.id, run.request, content.body
            FROM run JOIN fact ON fact.run = run.seq AND fact.key = 'finish' JOIN content ON content.id = fact.content
            WHERE run.thread = $1 AND run.status = 'answered' AND run.seq < (SELECT seq FROM run WHERE id = $2)
            ORDER BY run.seq DESC LIMIT $3
            """,
            threadKey, runId, Math.Max(0, take));
        var exchanges = new List<ThreadExchange>();
        while (rows.Read())
            exchanges.Add(new ThreadExchange(SqliteText.Read(rows, 0), RunRequestJson.Deserialize(rows.GetString(1)).Text, SqliteText.Read(rows, 2)));
        exchanges.Reverse();
        return exchanges;
    }

    private static (long Run, long Facts) FindRun(Statements db, string runId)
    {
        using var rows = db.Query("SELECT seq, facts FROM run WHERE id = $1", runId);
        return rows.Read() ? (rows.GetInt64(0), rows.GetInt64(1)) : throw new RunMemoryException($"There is no run {runId}.");
    }

    private static AppendedFact? Find(Statements db, long run, string key)
    {
        using var rows = db.Query("SELECT number, json FROM fact WHERE run = $1 AND key = $2", run, key);
        return rows.Read() ? new AppendedFact(rows.GetInt64(0), rows.GetString(1)) : null;
    }

    private static long AddContent(Statements db, byte[] content)
    {
        db.Execute("INSERT INTO content (body) VALUES (CAST($1 AS TEXT))", content);
        return (long)db.Scalar("SELECT last_insert_rowid()")!;
    }
}

/// <param name="Existing">The JSON stored earlier under the key; null if this write was stored.</param>
internal readonly record struct AppendedFact(long Number, string? Existing);
