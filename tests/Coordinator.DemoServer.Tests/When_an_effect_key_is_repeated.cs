using System.Text.Json;
using Coordinator.DemoServer.Tests.Server;

namespace Coordinator.DemoServer.Tests;

public sealed class When_an_effect_key_is_repeated : IDisposable
{
    private static readonly object Web01 = new { instance_name = "web-01" };

    private readonly DemoFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_return_the_first_answer_and_write_nothing_even_from_a_new_process()
    {
        JsonElement first;
        await using (var client = await DemoClient.StartAsync(folder, cancellationToken: Token))
            first = await client.AskAsync("oci_compute_restart_by_name", Web01, "key-1", Token);

        await using var later = await DemoClient.StartAsync(folder, ["--now", "2026-11-25T11:59:59Z"], cancellationToken: Token);
        var repeat = await later.CallAsync("oci_compute_restart_by_name", Web01, "key-1", Token);

        Assert.False(repeat.IsError);
        Assert.True(JsonElement.DeepEquals(first, repeat.StructuredContent!.Value));
        Assert.True((bool?)repeat.Meta?["coordinator/repeated"]);
        Assert.Single(folder.Writes());
    }

    [Fact]
    public async Task Should_write_again_after_24_hours()
    {
        await using (var client = await DemoClient.StartAsync(folder, cancellationToken: Token))
            await client.AskAsync("oci_compute_restart_by_name", Web01, "key-1", Token);

        await using var later = await DemoClient.StartAsync(folder, ["--now", "2026-11-25T12:00:00Z"], cancellationToken: Token);
        await later.AskAsync("oci_compute_restart_by_name", Web01, "key-1", Token);

        Assert.Equal([1, 2], folder.Writes().Select(w => w.GetProperty("seq").GetInt32()));
    }

    [Fact]
    public async Task Should_repeat_a_refusal_although_it_would_work_by_now()
    {
        await using var client = await DemoClient.StartAsync(folder, cancellationToken: Token);
        await client.RefusedAsync("oci_compute_start_by_name", Web01, "key-1", Token);
        await client.AskAsync("oci_compute_stop_by_name", Web01, "key-2", Token);

        var error = await client.RefusedAsync("oci_compute_start_by_name", Web01, "key-1", Token);

        Assert.Equal(409, error.GetProperty("status").GetInt32());
        Assert.Single(folder.Writes());
    }

    [Fact]
    public async Task Should_refuse_the_key_for_another_request()
    {
        await using var client = await DemoClient.StartAsync(folder, cancellationToken: Token);
        await client.AskAsync("oci_compute_restart_by_name", Web01, "key-1", Token);

        var error = await client.RefusedAsync("oci_compute_restart_by_name", new { instance_name = "web-02" }, "key-1", Token);

        Assert.Equal((409, "InvalidatedRetryToken"), (error.GetProperty("status").GetInt32(), error.GetProperty("code").GetString()));
        Assert.Single(folder.Writes());
    }

    [Fact]
    public async Task Should_write_each_time_without_a_key()
    {
        await using var client = await DemoClient.StartAsync(folder, cancellationToken: Token);

        await client.AskAsync("oci_compute_restart_by_name", Web01, cancellationToken: Token);
        await client.AskAsync("oci_compute_restart_by_name", Web01, cancellationToken: Token);

        Assert.Equal(2, folder.Writes().Count);
    }

    [Fact]
    public async Task Should_write_once_when_the_same_call_comes_many_times_at_once()
    {
        await using var client = await DemoClient.StartAsync(folder, cancellationToken: Token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.AskAsync("oci_compute_stop_by_name", Web01, "key-1", Token)));

        Assert.Single(folder.Writes());
        Assert.All(answers, a => Assert.True(JsonElement.DeepEquals(answers[0], a)));
    }

    public void Dispose() => folder.Dispose();
}
