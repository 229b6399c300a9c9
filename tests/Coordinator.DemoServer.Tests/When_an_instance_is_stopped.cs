using Coordinator.DemoServer.Tests.Server;

namespace Coordinator.DemoServer.Tests;

public sealed class When_an_instance_is_stopped : IDisposable
{
    private readonly DemoFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_change_state_and_log_before_it_answers()
    {
        await using var client = await DemoClient.StartAsync(folder, cancellationToken: Token);

        var answer = await client.AskAsync("oci_compute_stop_by_name", new { instance_name = "Remove-Dev-Server" }, "run-1/1.0", Token);

        Assert.Equal("instance_action", answer.GetProperty("type").GetString());
        Assert.Equal(("RUNNING", "STOPPED"), (answer.GetProperty("from").GetString(), answer.GetProperty("to").GetString()));
        Assert.Equal("STOPPED", await StateOfAsync(client, "remove-dev-server"));
        var line = Assert.Single(folder.Writes());
        Assert.Equal(
            """{"seq":1,"at":"2026-11-24T12:00:00+00:00","tool":"oci_compute_stop_by_name","instance":"remove-dev-server","instanceId":"ID","effectKey":"run-1/1.0","from":"RUNNING","to":"STOPPED"}"""
                .Replace("ID", answer.GetProperty("instance_id").GetString(), StringComparison.Ordinal),
            line.GetRawText());
    }

    [Fact]
    public async Task Should_still_be_stopped_after_a_restart_of_the_server()
    {
        await using (var first = await DemoClient.StartAsync(folder, cancellationToken: Token))
            await first.AskAsync("oci_compute_stop_by_name", new { instance_name = "web-01" }, cancellationToken: Token);

        await using var second = await DemoClient.StartAsync(folder, cancellationToken: Token);

        Assert.Equal("STOPPED", await StateOfAsync(second, "web-01"));
    }

    [Fact]
    public async Task Should_refuse_to_stop_or_restart_it_again_but_start_it()
    {
        await using var client = await DemoClient.StartAsync(folder, cancellationToken: Token);
        await client.AskAsync("oci_compute_stop_by_name", new { instance_name = "web-02" }, cancellationToken: Token);

        var stop = await client.RefusedAsync("oci_compute_stop_by_name", new { instance_name = "web-02" }, cancellationToken: Token);
        var restart = await client.RefusedAsync("oci_compute_restart_by_name", new { instance_name = "web-02" }, cancellationToken: Token);
        await client.AskAsync("oci_compute_start_by_name", new { instance_name = "web-02" }, cancellationToken: Token);
        var start = await client.RefusedAsync("oci_compute_start_by_name", new { instance_name = "web-02" }, cancellationToken: Token);

        Assert.Equal((409, "IncorrectState"), (stop.GetProperty("status").GetInt32(), stop.GetProperty("code").GetString()));
        Assert.Equal("Stop refused: instance \"web-02\" is already STOPPED.", stop.GetProperty("message").GetString());
        Assert.Equal("Restart refused: instance \"web-02\" is STOPPED.", restart.GetProperty("message").GetString());
        Assert.Equal("Start refused: instance \"web-02\" is already RUNNING.", start.GetProperty("message").GetString());
        Assert.Equal(["STOPPED", "RUNNING"], folder.Writes().Select(w => w.GetProperty("to").GetString()));
    }

    [Fact]
    public async Task Should_show_a_restart_by_its_time()
    {
        await using var client = await DemoClient.StartAsync(folder, cancellationToken: Token);

        var answer = await client.AskAsync("oci_compute_restart_by_name", new { instance_name = "web-01" }, cancellationToken: Token);

        Assert.Equal(("RUNNING", "RUNNING"), (answer.GetProperty("from").GetString(), answer.GetProperty("to").GetString()));
        var found = await client.AskAsync("oci_compute_find_instance", new { instance_name = "web-01" }, cancellationToken: Token);
        Assert.Equal(DateTimeOffset.Parse(DemoExecutable.Noon, null), found.GetProperty("instances")[0].GetProperty("time_last_started").GetDateTimeOffset());
    }

    [Fact]
    public async Task Should_offer_similar_names_for_an_unknown_one_and_do_nothing()
    {
        await using var client = await DemoClient.StartAsync(folder, cancellationToken: Token);

        var error = await client.RefusedAsync("oci_compute_stop_by_name", new { instance_name = "web" }, cancellationToken: Token);

        Assert.Equal(404, error.GetProperty("status").GetInt32());
        Assert.Equal(["web-01", "web-02"], error.GetProperty("similar").EnumerateArray().Select(s => s.GetString()).Take(2));
        Assert.InRange(error.GetProperty("similar").GetArrayLength(), 2, 5);
        Assert.Empty(folder.Writes());
    }

    [Fact]
    public async Task Should_list_both_for_an_ambiguous_name_and_take_the_compartment_to_choose()
    {
        await using var client = await DemoClient.StartAsync(folder, cancellationToken: Token);

        var error = await client.RefusedAsync("oci_compute_stop_by_name", new { instance_name = "batch-worker" }, cancellationToken: Token);
        var matches = error.GetProperty("matches").EnumerateArray().ToList();
        var running = matches.Single(m => m.GetProperty("state").GetString() == "RUNNING");
        var answer = await client.AskAsync(
            "oci_compute_stop_by_name", new { instance_name = "batch-worker", compartment_id = running.GetProperty("compartment_id").GetString() }, cancellationToken: Token);

        Assert.Equal((409, "AmbiguousName"), (error.GetProperty("status").GetInt32(), error.GetProperty("code").GetString()));
        Assert.Equal(["prod-data", "dev-sandbox"], matches.Select(m => m.GetProperty("compartment").GetString()));
        Assert.Equal(running.GetProperty("id").GetString(), answer.GetProperty("instance_id").GetString());
        Assert.Single(folder.Writes());
    }

    public void Dispose() => folder.Dispose();

    private static async Task<string?> StateOfAsync(DemoClient client, string name)
    {
        var found = await client.AskAsync("oci_compute_find_instance", new { instance_name = name }, cancellationToken: Token);
        return Assert.Single(found.GetProperty("instances").EnumerateArray().ToList()).GetProperty("state").GetString();
    }
}
