using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

public sealed class When_every_place_is_taken
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Should_begin_the_next_run_when_one_ends()
    {
        var (called, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var tools = new ScriptedTools().Read("slow", async (_, cancellationToken) =>
        {
            called.TrySetResult();
            await release.Task.WaitAsync(cancellationToken);
            return ScriptedTools.Says("done");
        });
        await using var model = await ModelStub.StartAsync(request => request.Results.Count == 0
            ? ModelReply.Asks(new StubCall("slow", "{}"))
            : ModelReply.Says("In the end."));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan
        {
            Tools = tools, Model = model, Settings = new Dictionary<string, string> { ["RUN_MAX_ACTIVE"] = "1" },
        });

        await host.BeginChatAsync("First", "a");
        await called.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await host.BeginChatAsync("Second, while the only place is taken", "b");
        release.SetResult();
        var third = await host.ChatAsync("Third", "c").WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Equal("answered", third.GetProperty("status").GetString());
        Assert.Equal(3, tools.Calls.Count);
        Assert.Equal(1, tools.MostUnderWay);
    }
}
