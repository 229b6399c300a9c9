using Coordinator.Core.Runs;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Models;
using Microsoft.Data.Sqlite;

namespace Coordinator.Scenarios;

/// <summary>After a rollback the journal may hold what this build does not know: such a run is shown and left alone.</summary>
public sealed class When_a_run_is_of_a_newer_version
{
    [Fact]
    public async Task Should_show_it_as_parked_and_never_touch_it()
    {
        var folder = Directory.CreateTempSubdirectory("coordinator-parked-").FullName;
        var clock = new ManualClock();
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Says("Fine."));
        model.Enqueue(ModelReply.Fails(429, "3600"));
        var plan = new ScenarioPlan { Tools = new ScriptedTools(), Model = model, Clock = clock, Folder = folder };
        string runId;
        await using (var first = await ScenarioHost.StartAsync(plan))
        {
            runId = await first.BeginChatAsync("Hm?", "t");
            await first.FactAsync<StepFailed>(runId);
        }

        AddNewerFact(Path.Combine(folder, "runs.db"));
        clock.Advance(TimeSpan.FromHours(2));
        await using (var second = await ScenarioHost.StartAsync(plan))
        {
            await second.Log.Lines.WaitForAsync(line => line.Contains($"run_parked run_id={runId} reason=It holds a fact of type 'run_moved'", StringComparison.Ordinal));
            Assert.Equal("Fine.", await second.AnswerAsync("And now?", "t"));
            Assert.Equal(2, model.Requests.Count);
        }

        await using (var third = await ScenarioHost.StartAsync(plan))
        {
            await third.Log.Lines.WaitForAsync(line => line.Contains($"run_parked run_id={runId}", StringComparison.Ordinal));
            var run = await third.GetAsync($"/runs/{runId}");
            Assert.Equal("parked", run.GetProperty("status").GetString());
            Assert.Equal(["run_started", "message_routed", "step_failed", "unknown_fact"], run.GetProperty("facts").EnumerateArray().Select(fact => fact.GetProperty("type").GetString()!));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void AddNewerFact(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO fact (run, number, key, json) SELECT seq, facts + 1, 'moved', '{"type":"run_moved","schemaVersion":1,"at":"2026-11-24T12:00:00+00:00"}' FROM run;
            UPDATE run SET facts = facts + 1
            """;
        command.ExecuteNonQuery();
    }
}
