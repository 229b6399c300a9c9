using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Coordinator.Connections.Sqlite;

/// <summary>
/// Text as it comes from tools and people. It may hold NUL, where the driver's own strings are cut, so it travels as UTF-8 bytes (bound as <c>CAST($1 AS TEXT)</c>),
/// and halves of surrogate pairs, which UTF-8 cannot hold.
/// </summary>
internal static class SqliteText
{
    [return: NotNullIfNotNull(nameof(text))]
    public static byte[]? Write(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    public static string Read(SqliteDataReader row, int column) => Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(column));

    public static string? ReadOrNull(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : Read(row, column);

    /// <summary>The text as it will be read back.</summary>
    public static string? Storable(string? text) => Write(text) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
}
