using System.Security.Cryptography;
using Coordinator.Connections.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.LocalHost.Tests.Process;

/// <summary>A journal that cannot be trusted is refused in clear words, and left as it is.</summary>
public sealed class When_the_journal_is_unusable : DataFolders
{
    [Theory]
    [InlineData("header", "is damaged or not a database. It was left as it is")]
    [InlineData("middle", "is damaged or not a database. It was left as it is")]
    [InlineData("cut", "is damaged or not a database. It was left as it is")]
    [InlineData("newer", "was written by a newer version of the coordinator (schema 99, this one knows 2)")]
    [InlineData("foreign", "is a database of another program")]
    public async Task Should_refuse_to_start_and_change_nothing(string kind, string message)
    {
        Directory.CreateDirectory(Data);
        Prepare(kind);
        var before = Fingerprint();
        await using var host = HostProcess.Begin(Data);
        Assert.Equal(1, await host.ExitAsync());
        await host.Errors.WaitForAsync(line => line.Contains(message, StringComparison.Ordinal) && line.Contains(Journal, StringComparison.Ordinal));
        Assert.DoesNotContain(host.Errors.All, line => line.Contains("   at ", StringComparison.Ordinal));
        Assert.Equal(before, Fingerprint());
    }

    [Fact]
    public async Task Should_refuse_to_start_while_another_program_holds_it()
    {
        Directory.CreateDirectory(Data);
        Prepare("good");
        using var other = Open();
        Execute(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE run SET id = id");
        await using var host = HostProcess.Begin(Data);
        Assert.Equal(1, await host.ExitAsync());
        await host.Errors.WaitForAsync(line => line.Contains("is locked by another program", StringComparison.Ordinal));
    }

    private void Prepare(string kind)
    {
        if (kind != "foreign")
        {
            using var folder = DataFolder.Open(Data);
            using var memory = SqliteRunMemory.Open(folder, TimeProvider.System, NullLogger<SqliteRunMemory>.Instance);
        }

        using (var connection = Open())
        {
            if (kind == "foreign")
            {
                Execute(connection, "CREATE TABLE theirs (x)");
            }

            if (kind == "newer")
            {
                Execute(connection, "PRAGMA user_version = 99");
            }

            if (kind is "middle" or "cut")
            {
                Execute(connection, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO run (id, thread, status, updated, request) SELECT 'r' || i, 't', 'queued', '', hex(randomblob(50)) FROM n");
            }
        }

        using var file = new FileStream(Journal, FileMode.Open, FileAccess.ReadWrite);
        switch (kind)
        {
            case "header":
                file.Write("This was a database once."u8);
                break;
            case "middle":
                file.Position = (file.Length / 4096 / 2 * 4096) + 100;
                file.Write(RandomNumberGenerator.GetBytes(8 * 4096));
                break;
            case "cut":
                file.SetLength(file.Length / 2);
                break;
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Journal};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private string Fingerprint() => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Journal)));
}
