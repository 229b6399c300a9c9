using System.Text.Json;
using Coordinator.DemoServer.Tests.Server;

namespace Coordinator.DemoServer.Tests;

public sealed class When_two_processes_share_a_state_file : IDisposable
{
    private readonly DemoFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_lose_no_write_of_either()
    {
        var clients = await Task.WhenAll(DemoClient.StartAsync(folder, cancellationToken: Token), DemoClient.StartAsync(folder, cancellationToken: Token));
        await using var one = clients[0];
        await using var other = clients[1];

        await Task.WhenAll(Enumerable.Range(0, 30).Select(n =>
            clients[n % 2].AskAsync("oci_compute_restart_by_name", new { instance_name = n % 3 == 0 ? "web-01" : "web-02" }, $"key-{n}", Token)));

        var writes = folder.Writes();
        Assert.Equal(Enumerable.Range(1, 30), writes.Select(w => w.GetProperty("seq").GetInt32()));
        Assert.Equal(30, writes.Select(w => w.GetProperty("effectKey").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Should_write_once_when_both_get_the_same_call()
    {
        await using var one = await DemoClient.StartAsync(folder, cancellationToken: Token);
        await using var other = await DemoClient.StartAsync(folder, cancellationToken: Token);

        var answers = await Task.WhenAll(new[] { one, other, one, other }.Select(c =>
            c.AskAsync("oci_compute_stop_by_name", new { instance_name = "web-01" }, "key-1", Token)));

        Assert.Single(folder.Writes());
        Assert.All(answers, a => Assert.True(JsonElement.DeepEquals(answers[0], a)));
    }

    [Fact]
    public async Task Should_see_what_the_other_changed()
    {
        await using var one = await DemoClient.StartAsync(folder, cancellationToken: Token);
        await using var other = await DemoClient.StartAsync(folder, cancellationToken: Token);

        await one.AskAsync("oci_compute_stop_by_name", new { instance_name = "web-01" }, cancellationToken: Token);

        var stopped = await other.AskAsync("oci_compute_list_instances", new { lifecycle_state = "STOPPED" }, cancellationToken: Token);
        Assert.Contains(stopped.GetProperty("instances").EnumerateArray(), i => i.GetProperty("name").GetString() == "web-01");
    }

    [Fact]
    public async Task Should_not_be_held_up_by_an_answer_that_the_other_withholds()
    {
        await File.WriteAllTextAsync(folder.Hold, "", Token);
        await using var holding = await DemoClient.StartAsync(folder, ["--hold-after-write", folder.Hold], cancellationToken: Token);
        await using var other = await DemoClient.StartAsync(folder, cancellationToken: Token);
        var held = holding.AskAsync("oci_compute_stop_by_name", new { instance_name = "web-01" }, "key-1", Token);
        await Eventually.TrueAsync(() => folder.WholeLines() == 1, Token);

        var repeat = await other.AskAsync("oci_compute_stop_by_name", new { instance_name = "web-01" }, "key-1", Token);
        await other.AskAsync("oci_compute_stop_by_name", new { instance_name = "web-02" }, "key-2", Token);

        Assert.False(held.IsCompleted);
        File.Delete(folder.Hold);
        Assert.True(JsonElement.DeepEquals(repeat, await held));
        Assert.Equal(2, folder.Writes().Count);
    }

    public void Dispose() => folder.Dispose();
}
