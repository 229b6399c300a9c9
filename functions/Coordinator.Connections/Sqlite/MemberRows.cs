using Coordinator.Core.State;

namespace Coordinator.Connections.Sqlite;

/// <summary>The table of indexes.</summary>
internal static class MemberRows
{
    private const string Ascending = "SELECT member, score FROM member WHERE name = CAST($1 AS TEXT) AND score >= $2 AND score <= $3 ORDER BY score, member LIMIT $4 OFFSET $5";
    private const string Descending = "SELECT member, score FROM member WHERE name = CAST($1 AS TEXT) AND score >= $2 AND score <= $3 ORDER BY score DESC, member DESC LIMIT $4 OFFSET $5";

    /// <returns>Whether it is new.</returns>
    public static bool Put(Statements db, string index, string member, double score)
    {
        var isNew = db.Execute("INSERT INTO member (name, member, score) VALUES (CAST($1 AS TEXT), CAST($2 AS TEXT), $3) ON CONFLICT DO NOTHING", SqliteText.Write(index), SqliteText.Write(member), score) == 1;
        if (!isNew)
        {
            db.Execute("UPDATE member SET score = $3 WHERE name = CAST($1 AS TEXT) AND member = CAST($2 AS TEXT)", SqliteText.Write(index), SqliteText.Write(member), score);
        }

        return isNew;
    }

    public static bool Delete(Statements db, string index, string member) =>
        db.Execute("DELETE FROM member WHERE name = CAST($1 AS TEXT) AND member = CAST($2 AS TEXT)", SqliteText.Write(index), SqliteText.Write(member)) == 1;

    public static bool DeleteIndex(Statements db, string index) =>
        db.Execute("DELETE FROM member WHERE name = CAST($1 AS TEXT)", SqliteText.Write(index)) > 0;

    public static IReadOnlyList<IndexedMember> List(Statements db, string index, IndexQuery query)
    {
        using var rows = db.Query(query.Descending ? Descending : Ascending, SqliteText.Write(index), query.From, query.To, query.Take, query.Skip);
        var members = new List<IndexedMember>();
        while (rows.Read())
        {
            members.Add(new IndexedMember(SqliteText.Read(rows, 0), rows.GetDouble(1)));
        }

        return members;
    }

    public static long Count(Statements db, string index) =>
        (long)db.Scalar("SELECT count(*) FROM member WHERE name = CAST($1 AS TEXT)", SqliteText.Write(index))!;

    /// <summary>The next index in order: jumping to it reads one row, listing all members would read them all.</summary>
    public static IReadOnlyList<string> ListIndexes(Statements db, string prefix, string? after, long now)
    {
        using var row = db.Query(
            "SELECT name FROM member WHERE name >= CAST($1 AS TEXT) AND name < CAST($1 AS TEXT) || char(0x10FFFF) AND ($2 IS NULL OR name > CAST($2 AS TEXT)) ORDER BY name LIMIT 1",
            SqliteText.Write(prefix), SqliteText.Write(after));
        return row.Read() ? [SqliteText.Read(row, 0)] : [];
    }
}
