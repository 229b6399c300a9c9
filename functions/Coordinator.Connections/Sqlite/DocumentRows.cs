using Coordinator.Core.State;

namespace Coordinator.Connections.Sqlite;

/// <summary>The table of documents.</summary>
internal static class DocumentRows
{
    private const int KeysOfAPage = 500;

    public static long HighestVersion(Statements db) => (long?)db.Scalar("SELECT max(version) FROM document") ?? 0;

    public static StateDocument? Find(Statements db, string key, long now)
    {
        using var row = db.Query("SELECT value, version FROM document WHERE key = CAST($1 AS TEXT) AND (ends IS NULL OR ends > $2)", SqliteText.Write(key), now);
        return row.Read() ? new StateDocument(SqliteText.Read(row, 0), row.GetInt64(1)) : null;
    }

    public static StateWrite CompareAndSet(Statements db, string key, string value, long expectedVersion, TimeSpan? timeToLive, long now, StateNumbers numbers)
    {
        var stored = Find(db, key, now);
        if ((stored?.Version ?? 0) != expectedVersion)
        {
            return new StateWrite(false, stored);
        }

        var next = new StateDocument(SqliteText.Storable(value)!, numbers.Next(now));
        db.Execute(
            "INSERT OR REPLACE INTO document (key, value, version, ends) VALUES (CAST($1 AS TEXT), CAST($2 AS TEXT), $3, $4)",
            SqliteText.Write(key), SqliteText.Write(value), next.Version, timeToLive is { } span ? now + StateClock.Microseconds(span) : null);
        return new StateWrite(true, next);
    }

    public static bool Delete(Statements db, string key, long version, long now) =>
        db.Execute("DELETE FROM document WHERE key = CAST($1 AS TEXT) AND version = $2 AND (ends IS NULL OR ends > $3)", SqliteText.Write(key), version, now) == 1;

    public static bool Delete(Statements db, string key, long now) =>
        db.Execute("DELETE FROM document WHERE key = CAST($1 AS TEXT) AND (ends IS NULL OR ends > $2)", SqliteText.Write(key), now) == 1;

    public static void DeleteEnded(Statements db, long now, int atMost) =>
        db.Execute("DELETE FROM document WHERE rowid IN (SELECT rowid FROM document WHERE ends <= $1 LIMIT $2)", now, atMost);

    /// <summary>The next keys in order.</summary>
    public static IReadOnlyList<string> ListKeys(Statements db, string prefix, string? after, long now)
    {
        using var rows = db.Query(
            "SELECT key FROM document WHERE key >= CAST($1 AS TEXT) AND key < CAST($1 AS TEXT) || char(0x10FFFF) AND ($2 IS NULL OR key > CAST($2 AS TEXT)) AND (ends IS NULL OR ends > $3) ORDER BY key LIMIT $4",
            SqliteText.Write(prefix), SqliteText.Write(after), now, KeysOfAPage);
        var keys = new List<string>();
        while (rows.Read())
        {
            keys.Add(SqliteText.Read(rows, 0));
        }

        return keys;
    }
}
