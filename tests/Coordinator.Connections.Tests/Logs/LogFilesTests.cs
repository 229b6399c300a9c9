using Coordinator.Connections.Logs;
using Coordinator.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Tests.Logs;

public sealed class LogFilesTests : IDisposable
{
    private const int MaxBytes = 2000;

    private readonly string _folder = Directory.CreateTempSubdirectory("coordinator-logs-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Log_ADayOfRuns_StaysWithinItsFilesAndKeepsTheNewest()
    {
        // A hundred times as much as the files may hold.
        await WriteAsync(logger => Enumerable.Range(0, 10_000).ToList().ForEach(number => Log.Finished(logger, $"chat-{number}")));

        var files = Directory.GetFiles(_folder).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["coordinator.1.log", "coordinator.2.log", "coordinator.3.log", "coordinator.4.log", "coordinator.log"], files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, MaxBytes));
        var kept = files.SelectMany(File.ReadLines).Select(line => int.Parse(line.Split("run_id=chat-")[1].Split(' ')[0], null)).Order().ToList();
        Assert.Equal(Enumerable.Range(10_000 - kept.Count, kept.Count), kept);
        Assert.Contains("chat-9999", File.ReadLines(Path.Combine(_folder, "coordinator.log")).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_OfAServer_IsInItsFileTooAndItsStandardErrorOnlyThere()
    {
        await WriteAsync(logger =>
        {
            Log.Connected(logger, "oci-unified");
            Log.StandardError(logger, "oci-unified", "hello");
            Log.Connected(logger, "../../etc");
        });

        Assert.Equal(["mcp_connected", "mcp_stderr"], Events("mcp_oci-unified.log"));
        Assert.Equal(["mcp_connected", "mcp_connected"], Events("coordinator.log"));
        Assert.Equal(["mcp_connected"], Events("mcp_______etc.log"));
    }

    [Fact]
    public async Task Log_AfterARestart_GoesOnInTheSameFile()
    {
        await WriteAsync(logger => Log.Finished(logger, "first"));
        await WriteAsync(logger => Log.Finished(logger, "second"));
        Assert.Equal(2, File.ReadLines(Path.Combine(_folder, "coordinator.log")).Count());
    }

    [Fact]
    public async Task Log_WhereNothingCanBeWritten_KeepsNobodyAndSaysSoAfterwards()
    {
        var inTheWay = Path.Combine(_folder, "logs");
        await File.WriteAllTextAsync(inTheWay, "", Token);
        await using var files = new LogFiles(inTheWay, TimeProvider.System, MaxBytes);
        var logger = files.CreateLogger("Coordinator.X");
        Log.Finished(logger, "lost");
        while (files.LeftOut == 0)
        {
            await Task.Yield();
            Token.ThrowIfCancellationRequested();
        }

        File.Delete(inTheWay);
        Log.Finished(logger, "kept");
        await files.DisposeAsync();

        Assert.Equal(["log_lines_left_out", "run_finished"], File.ReadLines(Path.Combine(inTheWay, "coordinator.log")).Select(EventOf));
    }

    [Fact]
    public async Task Read_LastLines_GoesOverFiles()
    {
        await WriteAsync(logger => Enumerable.Range(0, 40).ToList().ForEach(number => Log.Finished(logger, $"chat-{number}")));

        var page = await Reader.ReadAsync(new LogQuery(null, 30, null, null), Token);

        Assert.Equal(Enumerable.Range(10, 30).Select(number => $"chat-{number}"), page.Lines.Select(RunOf));
        Assert.Equal(["chat-7"], (await Reader.ReadAsync(new LogQuery(null, 4, null, "=CHAT-7"), Token)).Lines.Select(RunOf));
    }

    [Fact]
    public async Task Read_After_GoesOnWithoutGapOrRepetitionWhileFilesAreRolled()
    {
        await WriteAsync(logger => Enumerable.Range(0, 5).ToList().ForEach(number => Log.Finished(logger, $"chat-{number}")));
        var page = await Reader.ReadAsync(new LogQuery(null, 100, null, null), Token);
        var seen = page.Lines.Select(RunOf).ToList();
        for (var batch = 5; batch < 60; batch += 11)
        {
            await WriteAsync(logger => Enumerable.Range(batch, 11).ToList().ForEach(number => Log.Finished(logger, $"chat-{number}")));
            do
            {
                page = await Reader.ReadAsync(new LogQuery(null, 4, page.Next, null), Token);
                Assert.False(page.IsCut);
                seen.AddRange(page.Lines.Select(RunOf));
            }
            while (page.Lines.Count == 4);
        }

        Assert.Equal(Enumerable.Range(0, 60).Select(number => $"chat-{number}"), seen);
    }

    [Fact]
    public async Task Read_AfterWhatIsGone_SaysSo()
    {
        await WriteAsync(logger => Log.Finished(logger, "old"));
        var page = await Reader.ReadAsync(new LogQuery(null, 100, null, null), Token);
        await WriteAsync(logger => Enumerable.Range(0, 1000).ToList().ForEach(number => Log.Finished(logger, $"chat-{number}")));
        Assert.True((await Reader.ReadAsync(new LogQuery(null, 100, page.Next, null), Token)).IsCut);
        Assert.True((await Reader.ReadAsync(new LogQuery(null, 100, "made up", null), Token)).IsCut);
    }

    [Fact]
    public async Task Read_WhereThereIsNothingYet_IsEmptyAndCanBeFollowed()
    {
        var page = await Reader.ReadAsync(new LogQuery("oci-unified", 10, null, null), Token);
        Assert.Empty(page.Lines);
        await WriteAsync(logger => Log.Connected(logger, "oci-unified"));
        page = await Reader.ReadAsync(new LogQuery("oci-unified", 10, page.Next, null), Token);
        Assert.Equal((1, false), (page.Lines.Count, page.IsCut));
    }

    private LogFileReader Reader => new(_folder);

    private async Task WriteAsync(Action<ILogger> write)
    {
        await using var files = new LogFiles(_folder, TimeProvider.System, MaxBytes);
        write(files.CreateLogger("Coordinator.X"));
    }

    private IEnumerable<string> Events(string file) => File.ReadLines(Path.Combine(_folder, file)).Select(EventOf);

    private static string EventOf(string line) => line.Split("event=")[1].Split(' ')[0];

    private static string RunOf(string line) => line.Split("run_id=")[1].Split(' ')[0];
}

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "run_finished run_id={RunId}")]
    public static partial void Finished(ILogger logger, string runId);

    [LoggerMessage(LogLevel.Information, "mcp_connected server={Server}")]
    public static partial void Connected(ILogger logger, string server);

    [LoggerMessage(LogLevel.Information, "mcp_stderr server={Server} line={Line}")]
    public static partial void StandardError(ILogger logger, string server, string line);
}
