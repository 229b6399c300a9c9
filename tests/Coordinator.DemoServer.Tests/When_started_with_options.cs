using System.Diagnostics;
using Coordinator.DemoServer.Tests.Server;

namespace Coordinator.DemoServer.Tests;

public sealed class When_started_with_options : IDisposable
{
    private readonly DemoFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_list_them_under_help()
    {
        var (exitCode, output, _) = await RunAsync(["--help"]);

        Assert.Equal(0, exitCode);
        Assert.All(
            ["--state", "--now", "--delay-after-write", "--hold-after-write", "--fail-reads", "COORDINATOR_DATA"],
            name => Assert.Contains(name, output, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(folder.Folder));
    }

    [Theory]
    [InlineData("--fail-reads", "many", "--fail-reads must be a whole number from 0 to 1000000, not \"many\".")]
    [InlineData("--delay-after-write", "-1", "--delay-after-write must be a whole number from 0 to 3600000, not \"-1\".")]
    [InlineData("--now", "noon", "--now must be an ISO time such as 2026-01-15T12:00:00Z, not \"noon\".")]
    [InlineData("--stat", "x", "--stat")]
    public async Task Should_refuse_a_bad_one_by_name(string option, string value, string message)
    {
        var (exitCode, _, error) = await RunAsync([option, value]);

        Assert.Equal(1, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Folder));
    }

    [Fact]
    public async Task Should_refuse_a_bad_variable_by_name()
    {
        var (exitCode, _, error) = await RunAsync([], new(DemoExecutable.CleanEnvironment) { ["DEMO_NOW"] = "noon" });

        Assert.Equal(1, exitCode);
        Assert.Contains("DEMO_NOW must be an ISO time", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "demo-state.json")]
    [InlineData("data", "data/demo-state.json")]
    public async Task Should_keep_its_state_in_the_data_folder_or_here(string? data, string expected)
    {
        var (exitCode, _, _) = await RunAsync([], new(DemoExecutable.CleanEnvironment) { ["COORDINATOR_DATA"] = data });

        Assert.Equal(0, exitCode);
        Assert.True(File.Exists(Path.Combine(folder.Folder, expected)));
    }

    [Fact]
    public async Task Should_fail_only_the_first_reads_when_asked_to()
    {
        await using var client = await DemoClient.StartAsync(folder, ["--fail-reads", "2"], cancellationToken: Token);

        for (var n = 0; n < 2; n++)
        {
            var error = await client.RefusedAsync("oci_ping", cancellationToken: Token);
            Assert.Equal((503, true), (error.GetProperty("status").GetInt32(), error.GetProperty("retryable").GetBoolean()));
        }

        await client.AskAsync("oci_ping", cancellationToken: Token);
    }

    [Fact]
    public async Task Should_take_them_from_the_environment_too()
    {
        var environment = new Dictionary<string, string?>(DemoExecutable.CleanEnvironment) { ["DEMO_FAIL_READS"] = "1", ["DEMO_NOW"] = "2026-03-01T00:00:00Z" };
        await using var client = await DemoClient.StartAsync(folder, [], environment, Token);

        await client.RefusedAsync("oci_ping", cancellationToken: Token);

        var pong = await client.AskAsync("oci_ping", cancellationToken: Token);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), pong.GetProperty("timestamp").GetDateTimeOffset());
    }

    [Fact]
    public async Task Should_delay_the_answer_but_not_the_write()
    {
        await using var client = await DemoClient.StartAsync(folder, ["--delay-after-write", "300"], cancellationToken: Token);
        var started = Stopwatch.GetTimestamp();

        var answer = client.AskAsync("oci_compute_stop_by_name", new { instance_name = "web-01" }, cancellationToken: Token);
        await Eventually.TrueAsync(() => folder.WholeLines() == 1, Token);
        Assert.False(answer.IsCompleted);
        await answer;

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(300), TimeSpan.MaxValue);
    }

    public void Dispose() => folder.Dispose();

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] options, Dictionary<string, string?>? environment = null)
    {
        await using var process = DemoProcess.Start(folder.Folder, options, environment);
        return await process.FinishAsync(Token);
    }
}
