using System.Globalization;

namespace Coordinator.Connections.Sqlite;

/// <summary>Times in tables: UTC text of fixed length, so that it sorts as text, loses nothing and can be read by people.</summary>
internal static class SqliteTime
{
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static string? Write(DateTimeOffset? time) => time is { } value ? Write(value) : null;

    public static DateTimeOffset Read(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);
}
