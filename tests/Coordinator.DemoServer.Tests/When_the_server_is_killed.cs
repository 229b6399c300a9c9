using Coordinator.DemoServer.Tests.Server;

namespace Coordinator.DemoServer.Tests;

public sealed class When_the_server_is_killed : IDisposable
{
    private static readonly object Web01 = new { instance_name = "web-01" };

    private readonly DemoFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_have_written_before_the_withheld_answer_and_repeat_it_afterwards()
    {
        await File.WriteAllTextAsync(folder.Hold, "", Token);
        await using (var process = DemoProcess.Start(folder.Folder, ["--state", folder.State, "--hold-after-write", folder.Hold]))
        {
            var dying = await process.ConnectAsync(Token);
            var unanswered = dying.CallAsync("oci_compute_stop_by_name", Web01, "key-1", Token);
            await Eventually.TrueAsync(() => folder.WholeLines() == 1, Token);
            Assert.False(unanswered.IsCompleted);
            await process.KillAsync(Token);
            await Assert.ThrowsAnyAsync<Exception>(() => unanswered);
        }

        await using var client = await DemoClient.StartAsync(folder, ["--hold-after-write", folder.Hold], cancellationToken: Token);
        var repeat = await client.AskAsync("oci_compute_stop_by_name", Web01, "key-1", Token);

        Assert.Equal("RUNNING", repeat.GetProperty("from").GetString());
        Assert.Single(folder.Writes());
    }

    [Fact]
    public async Task Should_answer_once_the_hold_is_gone()
    {
        await File.WriteAllTextAsync(folder.Hold, "", Token);
        await using var client = await DemoClient.StartAsync(folder, ["--hold-after-write", folder.Hold], cancellationToken: Token);
        var held = client.AskAsync("oci_compute_stop_by_name", Web01, cancellationToken: Token);
        await Eventually.TrueAsync(() => folder.WholeLines() == 1, Token);
        await client.AskAsync("oci_ping", cancellationToken: Token);
        Assert.False(held.IsCompleted);

        File.Delete(folder.Hold);

        Assert.Equal("STOPPED", (await held).GetProperty("to").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    public async Task Should_complete_the_log_at_the_next_start_when_it_died_before_or_in_its_line(int bytesThatGotThere)
    {
        var whole = await StopTwoAsync();
        var firstLine = Array.IndexOf(whole, (byte)'\n') + 1;
        await File.WriteAllBytesAsync(folder.WriteLog, whole[..(firstLine + bytesThatGotThere)], Token);

        await using (await DemoClient.StartAsync(folder, cancellationToken: Token))
            Assert.Equal(whole, await File.ReadAllBytesAsync(folder.WriteLog, Token));
    }

    [Fact]
    public async Task Should_leave_a_complete_log_alone_at_the_next_start()
    {
        var whole = await StopTwoAsync();

        await using (await DemoClient.StartAsync(folder, cancellationToken: Token))
            Assert.Equal(whole, await File.ReadAllBytesAsync(folder.WriteLog, Token));
    }

    [Fact]
    public async Task Should_never_lose_or_double_a_write_whenever_it_dies()
    {
        var keys = Enumerable.Range(0, 24).Select(n => $"key-{n}").ToList();
        for (var killAt = 4; killAt <= 20; killAt += 4)
        {
            await using var process = DemoProcess.Start(folder.Folder, ["--state", folder.State]);
            var dying = await process.ConnectAsync(Token);
            var calls = keys.Select(k => dying.CallAsync("oci_compute_restart_by_name", Web01, k, Token)).ToList();
            await Eventually.TrueAsync(() => folder.WholeLines() >= killAt, Token);
            await process.KillAsync(Token);
            await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(calls));
        }

        await using var client = await DemoClient.StartAsync(folder, cancellationToken: Token);
        foreach (var key in keys)
            await client.AskAsync("oci_compute_restart_by_name", Web01, key, Token);

        var writes = folder.Writes();
        Assert.Equal(keys.Order(StringComparer.Ordinal), writes.Select(w => w.GetProperty("effectKey").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(1, keys.Count), writes.Select(w => w.GetProperty("seq").GetInt32()));
    }

    [Fact]
    public async Task Should_end_by_itself_when_its_client_is_gone_while_an_answer_is_withheld()
    {
        await File.WriteAllTextAsync(folder.Hold, "", Token);
        await using var process = DemoProcess.Start(folder.Folder, ["--state", folder.State, "--hold-after-write", folder.Hold]);
        var client = await process.ConnectAsync(Token);
        var unanswered = client.CallAsync("oci_compute_stop_by_name", Web01, "key-1", Token);
        await Eventually.TrueAsync(() => folder.WholeLines() == 1, Token);

        Assert.Equal(0, await process.CloseInputAsync(Token));

        await Assert.ThrowsAnyAsync<Exception>(() => unanswered);
    }

    public void Dispose() => folder.Dispose();

    private async Task<byte[]> StopTwoAsync()
    {
        await using (var client = await DemoClient.StartAsync(folder, cancellationToken: Token))
        {
            await client.AskAsync("oci_compute_stop_by_name", Web01, "key-1", Token);
            await client.AskAsync("oci_compute_stop_by_name", new { instance_name = "web-02" }, "key-2", Token);
        }

        return await File.ReadAllBytesAsync(folder.WriteLog, Token);
    }
}
