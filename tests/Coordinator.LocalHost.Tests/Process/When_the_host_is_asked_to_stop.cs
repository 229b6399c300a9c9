using System.Net.Http.Json;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Signals;

namespace Coordinator.LocalHost.Tests.Process;

/// <summary>SIGTERM to the real executable.</summary>
public sealed class When_the_host_is_asked_to_stop : DataFolders
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_give_up_what_hangs_end_with_zero_and_finish_the_run_after_the_next_start()
    {
        NeedsUnix();
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Says("In the end."));
        model.Enqueue(ModelReply.Says("never") with { Delivery = Delivery.Hang });
        string runId;
        await using (var first = await HostProcess.StartAsync(Data, Settings(model, stopWithin: 1)))
        {
            runId = await AskAsync(first);
            await model.RequestAsync(1, Token).SoonAsync();
            await first.TerminateAsync();
            Assert.Equal(0, await first.ExitAsync());
            Assert.Contains(first.Output.All, line => line.Contains($"run_given_up run_id={runId}", StringComparison.Ordinal));
        }

        Assert.False(File.Exists(Journal + "-wal") && new FileInfo(Journal + "-wal").Length > 0, "One tidy file is left behind.");
        await using var second = await HostProcess.StartAsync(Data, Settings(model, stopWithin: 1));
        await second.Output.WaitForAsync(line => line.Contains($"run_finished run_id={runId} status=Answered", StringComparison.Ordinal));
        Assert.Equal("In the end.", (await second.GetAsync($"/runs/{runId}")).GetProperty("response").GetString());
        Assert.Equal(2, model.Requests.Count);
    }

    [Fact]
    public async Task Should_let_a_step_end_that_ends_in_time()
    {
        NeedsUnix();
        var hold = new ModelHold();
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Says("Half and half.") with { Delivery = Delivery.HoldHalfway, Hold = hold });
        string runId;
        await using (var first = await HostProcess.StartAsync(Data, Settings(model, stopWithin: 20)))
        {
            runId = await AskAsync(first);
            await hold.Reached.SoonAsync();
            await first.TerminateAsync();
            await first.Output.WaitForAsync(line => line.Contains("runner_stopping", StringComparison.Ordinal));
            hold.Release();
            Assert.Equal(0, await first.ExitAsync());
            Assert.DoesNotContain(first.Output.All, line => line.Contains("run_given_up", StringComparison.Ordinal));
        }

        await using var second = await HostProcess.StartAsync(Data, Settings(model, stopWithin: 1));
        await second.Output.WaitForAsync(line => line.Contains($"run_finished run_id={runId} status=Answered", StringComparison.Ordinal));
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task Should_refuse_a_second_process_on_the_same_folder()
    {
        await using var first = await HostProcess.StartAsync(Data);
        await using var second = HostProcess.Begin(Data);
        Assert.Equal(1, await second.ExitAsync());
        await second.Errors.WaitForAsync(line => line.Contains(Data, StringComparison.Ordinal) && line.Contains("process", StringComparison.Ordinal));
        Assert.DoesNotContain(second.Errors.All, line => line.Contains("   at ", StringComparison.Ordinal));
        Assert.Equal("alive", (await first.GetAsync("/health/live")).GetProperty("status").GetString());
    }

    private static Dictionary<string, string> Settings(ModelStub model, int stopWithin) => new()
    {
        ["ANTHROPIC_API_KEY"] = "test-key",
        ["ANTHROPIC_BASE_URL"] = model.AnthropicUrl.ToString(),
        ["RUN_STOP_WITHIN"] = $"{stopWithin}",
    };

    private static async Task<string> AskAsync(HostProcess host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat/stream") { Content = JsonContent.Create(new { message = "Hm?" }) };
        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        return response.Headers.Location!.ToString()["/runs/".Length..];
    }
}
