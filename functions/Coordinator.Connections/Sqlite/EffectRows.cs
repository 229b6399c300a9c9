using System.Diagnostics.CodeAnalysis;
using Coordinator.Core.State;
using Microsoft.Data.Sqlite;

namespace Coordinator.Connections.Sqlite;

/// <summary>The table of effects.</summary>
internal static class EffectRows
{
    private const string Columns = "step, effect.status, attempt, owner, deadline, since, detail";

    public static Effect CompareAndSet(Statements db, Effect? expected, Effect next)
    {
        var run = (long?)db.Scalar("SELECT seq FROM run WHERE id = $1", next.RunId) ?? throw new RunMemoryException($"There is no run {next.RunId}.");
        var stored = Find(db, next.RunId, run, next.Step);
        if (stored != Storable(expected))
            return stored ?? throw new RunMemoryException($"Run {next.RunId} has no effect {next.Step} to be compared with.");
        Put(db, run, next);
        return Storable(next);
    }

    public static void Put(Statements db, long run, Effect effect) =>
        db.Execute(
            "INSERT OR REPLACE INTO effect (run, step, status, attempt, owner, deadline, since, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, CAST($8 AS TEXT))",
            run, effect.Step, effect.Status.ToString(), effect.Attempt, effect.Owner, SqliteTime.Write(effect.Deadline), SqliteTime.Write(effect.Since), SqliteText.Write(effect.Detail));

    public static List<Effect> List(Statements db, string runId)
    {
        using var rows = db.Query($"SELECT {Columns} FROM effect JOIN run ON run.seq = effect.run WHERE run.id = $1 ORDER BY step", runId);
        var effects = new List<Effect>();
        while (rows.Read())
            effects.Add(Read(rows, runId));
        return effects;
    }

    [return: NotNullIfNotNull(nameof(effect))]
    private static Effect? Storable(Effect? effect) =>
        effect is null ? null : effect with { Detail = SqliteText.Storable(effect.Detail) };

    private static Effect? Find(Statements db, string runId, long run, string step)
    {
        using var rows = db.Query($"SELECT {Columns} FROM effect WHERE run = $1 AND step = $2", run, step);
        return rows.Read() ? Read(rows, runId) : null;
    }

    private static Effect Read(SqliteDataReader row, string runId) =>
        new(runId, SqliteText.Read(row, 0), Enum.Parse<EffectStatus>(row.GetString(1)), row.GetInt32(2), SqliteText.Read(row, 3), SqliteTime.Read(row.GetString(4)))
        {
            Since = SqliteTime.Read(row.GetString(5)),
            Detail = SqliteText.ReadOrNull(row, 6),
        };
}
