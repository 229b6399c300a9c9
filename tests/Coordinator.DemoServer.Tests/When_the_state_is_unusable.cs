using Coordinator.DemoServer.Tests.Server;

namespace Coordinator.DemoServer.Tests;

public sealed class When_the_state_is_unusable : IDisposable
{
    private readonly DemoFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "is not readable")]
    [InlineData("{\"schemaVersion\": 1, \"tenan", "is not readable")]
    [InlineData("{\"schemaVersion\": 1}", "is not readable")]
    [InlineData("null", "holds null")]
    [InlineData("\u0000\u0000\u0000\u0000", "is not readable")]
    public async Task Should_refuse_to_start_and_overwrite_nothing(string content, string reason)
    {
        await File.WriteAllTextAsync(folder.State, content, Token);

        var (exitCode, output, error) = await StartAsync();

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains(folder.State, error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(folder.State, Token));
    }

    [Theory]
    [InlineData("\"schemaVersion\": 1", "\"schemaVersion\": 2", "has schemaVersion 2; this server knows 1")]
    [InlineData("\"name\": \"production\"", "\"name\": null", "is not readable")]
    [InlineData("\"parentId\": null", "\"parentId\": \"nowhere\"", "there must be exactly one root compartment")]
    public async Task Should_refuse_a_readable_file_that_makes_no_sense(string good, string bad, string reason)
    {
        await using (await DemoClient.StartAsync(folder, cancellationToken: Token))
        {
        }

        var content = (await File.ReadAllTextAsync(folder.State, Token)).Replace(good, bad, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.State, content, Token);

        var (exitCode, _, error) = await StartAsync();

        Assert.Equal(2, exitCode);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(folder.State, Token));
    }

    [Fact]
    public async Task Should_refuse_a_log_that_belongs_to_another_state()
    {
        await using (var client = await DemoClient.StartAsync(folder, cancellationToken: Token))
            await client.AskAsync("oci_compute_stop_by_name", new { instance_name = "web-01" }, cancellationToken: Token);
        await File.WriteAllTextAsync(folder.WriteLog, "{\"seq\":7,\"at\":\"20", Token);

        var (exitCode, _, error) = await StartAsync();

        Assert.Equal(2, exitCode);
        Assert.Contains("does not belong to the state file", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_answer_with_an_error_when_it_breaks_while_running()
    {
        await using var client = await DemoClient.StartAsync(folder, cancellationToken: Token);
        await File.WriteAllTextAsync(folder.State, "{", Token);

        var read = await client.RefusedAsync("oci_list_compartments", cancellationToken: Token);
        var write = await client.RefusedAsync("oci_compute_stop_by_name", new { instance_name = "web-01" }, "key-1", Token);

        Assert.All([read, write], e => Assert.Equal((500, false), (e.GetProperty("status").GetInt32(), e.GetProperty("retryable").GetBoolean())));
        Assert.Contains("is not readable", write.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("{", await File.ReadAllTextAsync(folder.State, Token));
    }

    [Fact]
    public async Task Should_say_so_when_its_place_cannot_be_written()
    {
        await File.WriteAllTextAsync(folder.State, "a file, not a folder", Token);

        await using var process = DemoProcess.Start(folder.Folder, ["--state", Path.Combine(folder.State, "below.json")]);
        var (exitCode, _, error) = await process.FinishAsync(Token);

        Assert.Equal(2, exitCode);
        Assert.Contains(folder.State, error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private async Task<(int ExitCode, string Output, string Error)> StartAsync()
    {
        await using var process = DemoProcess.Start(folder.Folder, ["--state", folder.State]);
        return await process.FinishAsync(Token);
    }
}
