using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

public sealed class When_the_host_restarts
{
    [Fact]
    public async Task Should_finish_what_was_begun()
    {
        var folder = Directory.CreateTempSubdirectory("coordinator-restart-").FullName;
        var called = new TaskCompletionSource();
        var hanging = new ScriptedTools().Read("slow", async (_, cancellationToken) =>
        {
            called.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return ScriptedTools.Says("never");
        });
        await using var model = await ModelStub.StartAsync(request => request.Results.Count == 0
            ? ModelReply.Asks(new StubCall("slow", "{}"))
            : ModelReply.Says($"In the end: {request.Results[0].Text}"));
        var first = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = hanging, Model = model, Folder = folder, StopWithin = TimeSpan.FromMilliseconds(1) });
        await first.BeginChatAsync("Take your time", "t");
        await called.Task.WaitAsync(TestContext.Current.CancellationToken);
        await first.StopAsync();

        var swift = new ScriptedTools().Read("slow", _ => ScriptedTools.Says("done"));
        await using var second = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = swift, Model = model, Folder = folder });
        var next = await second.ChatAsync("And now?", "t");
        var runs = (await second.GetAsync("/runs")).GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(2, runs.Count);
        Assert.All(runs, run => Assert.Equal("answered", run.GetProperty("status").GetString()));
        Assert.Single(swift.Calls, call => call.RunId != next.GetProperty("run_id").GetString());
    }
}
