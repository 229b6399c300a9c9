using Coordinator.Core.State;

namespace Coordinator.Connections.Sqlite;

/// <summary>The table of inbox items.</summary>
internal static class InboxRows
{
    public static bool Add(Statements db, InboxItem item) =>
        db.Execute(
            "INSERT INTO inbox (run, id, kind, by, at) SELECT seq, $2, $3, $4, $5 FROM run WHERE id = $1 AND finished = 0 ON CONFLICT DO NOTHING",
            item.RunId, item.Id, item.Kind, item.By, SqliteTime.Write(item.At)) == 1;

    /// <summary>In order of arrival.</summary>
    public static List<InboxItem> List(Statements db, string runId)
    {
        using var rows = db.Query(
            "SELECT inbox.id, kind, by, at FROM inbox JOIN run ON run.seq = inbox.run WHERE run.id = $1 ORDER BY inbox.number", runId);
        var items = new List<InboxItem>();
        while (rows.Read())
            items.Add(new InboxItem(runId, SqliteText.Read(rows, 0), SqliteText.Read(rows, 1), SqliteText.Read(rows, 2), SqliteTime.Read(rows.GetString(3))));
        return items;
    }
}
