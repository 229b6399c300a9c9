using System.Globalization;
using Coordinator.Connections.Sqlite;

namespace Coordinator.Connections.Tests.Sqlite;

public sealed class DataFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("coordinator-").FullName;

    private string Data => Path.Combine(root, "deep", "data");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Open_WhenMissing_CreatesItForItsOwnerOnly()
    {
        using var folder = DataFolder.Open(Data);

        Assert.Equal(Path.GetFullPath(Data), folder.Path);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Data));
    }

    [Fact]
    public void Open_WhenHeld_RefusesAndNamesFolderAndProcess()
    {
        using var holder = DataFolder.Open(Data);

        var refusal = Assert.Throws<DataFolderInUseException>(() => DataFolder.Open(Data));

        Assert.Equal(Environment.ProcessId, refusal.ProcessId);
        Assert.Contains(Path.GetFullPath(Data), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WhenHolderCannotBeRead_StillRefuses()
    {
        using var holder = DataFolder.Open(Data);
        File.WriteAllText(holder.PathOf("coordinator.pid"), "garbage");

        Assert.Null(Assert.Throws<DataFolderInUseException>(() => DataFolder.Open(Data)).ProcessId);
    }

    [Fact]
    public void Open_WhenHolderHasEnded_Succeeds()
    {
        DataFolder.Open(Data).Dispose();
        File.WriteAllText(Path.Combine(Data, "coordinator.pid"), "1");

        using var folder = DataFolder.Open(Data);

        Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), File.ReadAllText(folder.PathOf("coordinator.pid")));
    }

    [Fact]
    public void Open_WhenAFileIsInTheWay_RefusesAndNamesIt()
    {
        File.WriteAllText(Path.Combine(root, "deep"), "");

        Assert.Contains(Data, Assert.Throws<DataFolderUnusableException>(() => DataFolder.Open(Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WhenLockCannotBeWritten_RefusesAndNamesIt()
    {
        Directory.CreateDirectory(Path.Combine(Data, "coordinator.lock"));

        Assert.Contains("coordinator.lock", Assert.Throws<DataFolderUnusableException>(() => DataFolder.Open(Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WhenFolderIsReadOnly_Refuses()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Permissions do not bind this user.");
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(Data, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Throws<DataFolderUnusableException>(() => DataFolder.Open(Data));
    }
}
