using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.TestKit.Signals;
using Microsoft.Data.Sqlite;

namespace Coordinator.LocalHost.Tests.Journal;

public sealed class RunnerTroubleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ARun_WhenItCannotBeStored_IsTriedAgainAfterFiveSeconds()
    {
        await using var stage = await RunnerStage.StartAsync();
        var attempts = new Happenings<int>();
        stage.Steps.Turn = (_, turn, _) =>
        {
            attempts.Add(turn.Attempt);
            return attempts.All.Count == 1 ? throw new RunMemoryException("The disk is full.") : Task.FromResult<RunFact?>(null);
        };
        await stage.AddAsync("r1");
        await attempts.WaitForAsync(_ => true);
        await stage.Clock.ReachAsync(stage.Clock.Now.AddSeconds(5), Token);
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r1"));
        Assert.Equal([1, 1], attempts.All);
    }

    [Fact]
    public async Task ARun_WhenItCannotBeStored_StartsNoSecondAttemptBesideAStepThatIsUnderWay()
    {
        await using var stage = await RunnerStage.StartAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (calls, failures) = (new Happenings<string>(), 0);
        stage.Steps.Turn = (_, turn, _) => Task.FromResult<RunFact?>(turn.Turn == 1 ? stage.Steps.Asks(turn, "slow", "bad") : null);
        stage.Steps.Tool = async (_, call, cancellationToken) =>
        {
            calls.Add(call.Tool);
            if (call.Tool == "bad" && Interlocked.Increment(ref failures) == 1)
            {
                throw new RunMemoryException("The disk is full.");
            }

            if (call.Tool == "slow")
            {
                await release.Task.WaitAsync(cancellationToken);
            }

            return null;
        };
        await stage.AddAsync("r1");
        await calls.WaitForAsync(call => call == "bad");
        // Long enough for the pause to be over, if it had begun.
        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        release.SetResult();
        await stage.FactAsync<ToolFinished>("r1", tool => tool.Tool == "slow");
        await stage.Clock.ReachAsync(stage.Clock.Now.AddSeconds(5), Token);
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r1"));
        Assert.Single(calls.All, call => call == "slow");
    }

    [Fact]
    public async Task ARun_WhenItHoldsAFactOfANewerVersion_IsParkedAndItsThreadGoesOn()
    {
        await using var stage = await RunnerStage.StartAsync();
        stage.Steps.Turn = (context, turn, _) => Task.FromResult<RunFact?>(context.Request.RunId == "r1" ? stage.Steps.Fails(turn, TimeSpan.FromHours(1)) : null);
        await stage.AddAsync("r1", "t");
        var retry = ((StepFailed)await stage.FactAsync<StepFailed>("r1")).RetryAt!.Value;
        await stage.Clock.WaitForTimerAsync(retry, Token);
        var timers = 0;
        await stage.RestartAsync(() =>
        {
            timers = stage.Clock.Timers;
            AddFact(stage.JournalFile, """{"type":"run_moved","schemaVersion":1,"at":"2026-11-24T12:00:00+00:00"}""");
        });
        await stage.Clock.WaitForTimerAsync(retry, Token, after: timers);
        timers = stage.Clock.Timers;
        await stage.AddAsync("r2", "t");
        // The runner looks up at a new run, and only then waits on.
        await stage.Clock.ReachAsync(retry, Token, after: timers);
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r2"));
        var facts = (await stage.Memory.ReadFactsAsync("r1", 0, Token)).Select(stored => stored.Fact).ToList();
        Assert.Equal("run_moved", Assert.IsType<UnknownFact>(facts[^1]).Type);
    }

    private static void AddFact(string file, string json)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO fact (run, number, key, json) SELECT seq, facts + 1, 'moved', $json FROM run WHERE id = 'r1'; UPDATE run SET facts = facts + 1 WHERE id = 'r1'";
        command.Parameters.AddWithValue("$json", json);
        command.ExecuteNonQuery();
    }
}
