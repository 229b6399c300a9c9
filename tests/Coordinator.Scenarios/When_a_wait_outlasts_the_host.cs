using Coordinator.Core.Runs;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

public sealed class When_a_wait_outlasts_the_host
{
    [Fact]
    public async Task Should_go_on_waiting_after_the_restart_and_then_answer()
    {
        var folder = Directory.CreateTempSubdirectory("coordinator-wait-").FullName;
        var clock = new ManualClock();
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Says("At last."));
        model.Enqueue(ModelReply.Fails(429, "3600"));
        var plan = new ScenarioPlan { Tools = new ScriptedTools(), Model = model, Clock = clock, Folder = folder };

        string runId;
        DateTimeOffset due;
        await using (var first = await ScenarioHost.StartAsync(plan))
        {
            runId = await first.BeginChatAsync("Patience?", "t");
            due = (await first.FactAsync<StepFailed>(runId)).RetryAt!.Value;
            Assert.Equal(TimeSpan.FromHours(1), due - clock.Now);
        }

        clock.Advance(TimeSpan.FromMinutes(30));
        var before = clock.Timers;
        await using var second = await ScenarioHost.StartAsync(plan);
        var waiting = await second.GetAsync($"/runs/{runId}");
        Assert.Equal(("waiting", due), (waiting.GetProperty("status").GetString(), waiting.GetProperty("wake_at").GetDateTimeOffset()));
        Assert.Single(model.Requests);
        await clock.ReachAsync(due, TestContext.Current.CancellationToken, before);
        Assert.Equal(RunStatus.Answered, await second.EndAsync(runId));
        Assert.Equal(2, model.Requests.Count);
        await second.StopAsync();
        Directory.Delete(folder, recursive: true);
    }
}
