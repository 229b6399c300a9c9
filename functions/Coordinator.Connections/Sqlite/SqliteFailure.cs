using System.Text.Json;
using Coordinator.Core.State;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Coordinator.Connections.Sqlite;

/// <summary>What went wrong with a database file and what its operator can do, in one sentence each.</summary>
internal static class SqliteFailure
{
    public static DataFolderUnusableException Refusal(string file, SqliteException cause) => new(Explain(file, cause), cause);

    public static RunMemoryException Failed(string file, Exception cause) => cause switch
    {
        RunMemoryException known => new(known.Message, known),
        SqliteException sqlite => new(Explain(file, sqlite), sqlite),
        JsonException json => new(Damaged(file), json),
        _ => new($"{file}: not stored because of a defect ({cause.GetType().Name}).", cause),
    };

    public static StateStoreException OfState(string name, SqliteException cause) => new(
        cause.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH ? StateFailure.Unfit : StateFailure.Refused, Explain(name, cause), cause);

    public static string Damaged(string file) =>
        $"{file} is damaged or not a database. It was left as it is: move it and its -wal file away to start empty, or put a backup in its place.";

    private static string Explain(string file, SqliteException cause) => cause.SqliteErrorCode switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damaged(file),
        raw.SQLITE_FULL => $"{file}: the disk is full. Free some space; nothing stored is lost.",
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => $"{file} cannot be opened for writing. Check the permissions of the file and its folder.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"{file} is locked by another program. Close whatever has it open.",
        raw.SQLITE_IOERR => $"{file}: reading or writing the disk failed (SQLite error {cause.SqliteExtendedErrorCode}). Check the disk and its free space.",
        _ => $"{file}: SQLite error {cause.SqliteExtendedErrorCode}.",
    };
}
