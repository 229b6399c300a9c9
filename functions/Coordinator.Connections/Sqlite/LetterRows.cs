using Coordinator.Core.DeadLetters;
using Microsoft.Data.Sqlite;

namespace Coordinator.Connections.Sqlite;

/// <summary>The table of dead letters.</summary>
internal static class LetterRows
{
    private const string Columns = "version, json";

    public static void Apply(Statements db, LetterWrite write)
    {
        if (write.Letter is not { } letter)
            db.Execute("DELETE FROM letter WHERE id = $1", write.Id);
        else if (letter.Replaces(Find(db, write.Id)))
            Put(db, letter, write.Json);
    }

    public static List<DeadLetter> Find(Statements db, IReadOnlyCollection<string> ids) => [.. ids.Distinct().Select(id => Find(db, id)).OfType<DeadLetter>()];

    public static List<DeadLetterEntry> List(Statements db, DeadLetterQuery query)
    {
        var (sql, values) = Compose(query);
        using var rows = db.Query(sql, values);
        var entries = new List<DeadLetterEntry>();
        while (rows.Read())
            entries.Add(new DeadLetterEntry(SqliteText.Read(rows, 0), rows.GetString(1), SqliteTime.Read(rows.GetString(2))));
        return entries;
    }

    public static long Count(Statements db, string? failureType, string? operation) => (failureType, operation) switch
    {
        (null, null) => (long)db.Scalar("SELECT count(*) FROM letter")!,
        (null, _) => (long)db.Scalar("SELECT count(*) FROM letter WHERE operation = CAST($1 AS TEXT)", SqliteText.Write(operation))!,
        (_, null) => (long)db.Scalar("SELECT count(*) FROM letter WHERE type = $1", failureType)!,
        _ => (long)db.Scalar("SELECT count(*) FROM letter WHERE operation = CAST($1 AS TEXT) AND type = $2", SqliteText.Write(operation), failureType)!,
    };

    public static bool Update(Statements db, DeadLetter letter, byte[] json)
    {
        if (Find(db, letter.Id)?.Version != letter.Version)
            return false;
        Put(db, letter, json);
        return true;
    }

    public static bool Delete(Statements db, string id, long version) => db.Execute("DELETE FROM letter WHERE id = $1 AND version = $2", id, version) == 1;

    private static void Put(Statements db, DeadLetter letter, byte[] json) =>
        db.Execute(
            """
            INSERT INTO letter (id, run, type, operation, failed, version, json)
            VALUES ($1, $2, $3, CAST($4 AS TEXT), $5, 1, CAST($6 AS TEXT))
            ON CONFLICT (id) DO UPDATE SET run = excluded.run, type = excluded.type, operation = excluded.operation, failed = excluded.failed, version = version + 1, json = excluded.json
            """,
            letter.Id, letter.RunId, letter.FailureType, SqliteText.Write(letter.Operation), SqliteTime.Write(letter.Timestamp), json);

    private static DeadLetter? Find(Statements db, string id)
    {
        using var rows = db.Query($"SELECT {Columns} FROM letter WHERE id = $1", id);
        return rows.Read() ? Read(rows) : null;
    }

    private static (string Sql, object?[] Values) Compose(DeadLetterQuery query)
    {
        var conditions = new List<string> { "1" };
        var values = new List<object?> { Math.Max(0, query.Take) };
        if (query.FailureType is { } type)
        {
            values.Add(type);
            conditions.Add($"type = ${values.Count}");
        }

        if (query.Operation is { } operation)
        {
            values.Add(SqliteText.Write(operation));
            conditions.Add($"operation = CAST(${values.Count} AS TEXT)");
        }

        if (query.After is { } place)
        {
            values.Add(SqliteTime.Write(place.Timestamp));
            values.Add(place.Id);
            conditions.Add($"(failed, id) {(query.OldestFirst ? '>' : '<')} (${values.Count - 1}, ${values.Count})");
        }

        var order = query.OldestFirst ? "ASC" : "DESC";
        return ($"SELECT id, type, failed FROM letter WHERE {string.Join(" AND ", conditions)} ORDER BY failed {order}, id {order} LIMIT $1", [.. values]);
    }

    private static DeadLetter Read(SqliteDataReader row) => DeadLetterJson.Deserialize(SqliteText.Read(row, 1), row.GetInt64(0));
}

/// <summary>A change with its JSON, which is written on the caller's thread.</summary>
internal readonly record struct LetterWrite(string Id, DeadLetter? Letter, byte[] Json)
{
    public static LetterWrite[] Of(IReadOnlyList<DeadLetterChange> changes) =>
        [.. changes.Select(change => new LetterWrite(change.Id, change.Letter, change.Letter is { } letter ? SqliteText.Write(DeadLetterJson.Serialize(letter)) : []))];
}
