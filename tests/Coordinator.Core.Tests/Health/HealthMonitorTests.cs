using Coordinator.Connections.Sqlite;
using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Signals;

namespace Coordinator.Core.Tests.Health;

/// <summary>Defect 12 of the original: what is called healthy has answered.</summary>
public sealed class HealthMonitorTests : IAsyncLifetime
{
    private readonly ManualClock _time = new();
    private readonly Probe _hanging = new("slow", _ => new TaskCompletionSource<CheckResult>().Task);
    private readonly Probe _broken = new("broken", _ => throw new InvalidOperationException("inside"));
    private SqliteStateStore _store = null!;
    private Instance _instance = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _store = SqliteStateStore.OpenInMemory(_time);
        _instance = new Instance("first", _store, _time);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _instance.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task Round_GivesEachComponentWhatItsCheckFound()
    {
        await using var instance = new Instance("one", _store, _time, null, _broken, new Probe("fine", _ => Task.FromResult(CheckResult.Healthy("as it should be"))));
        Assert.Equal(HealthStatus.Unknown, instance.Board.Of("fine").Status);
        await instance.RoundAsync();
        Assert.Equal((HealthStatus.Healthy, "as it should be", _time.Now), (instance.Board.Of("fine").Status, instance.Board.Of("fine").Message, instance.Board.Of("fine").LastCheck!.Value));
        Assert.Equal("The check failed (InvalidOperationException); the log has the details.", instance.Board.Of("broken").Message);
        Assert.Equal(HealthStatus.Healthy, instance.Db.Status);
    }

    [Fact]
    public async Task Round_WhenOneComponentHangs_EndsAfterTenSecondsAndKeepsTheOthers()
    {
        await using var instance = new Instance("one", _store, _time, null, _hanging);
        var round = instance.Monitor.CheckAllAsync(Token);
        await _time.ReachAsync(_time.Now.AddSeconds(10), Token);
        await round.SoonAsync();
        Assert.Equal((HealthStatus.Degraded, "No answer within 10 s."), (instance.Board.Of("slow").Status, instance.Board.Of("slow").Message));
        Assert.Equal(HealthStatus.Healthy, instance.Db.Status);
    }

    [Fact]
    public async Task Rounds_AskedForAtTheSameTime_AreOne()
    {
        var answer = new TaskCompletionSource<Failure?>();
        _instance.Sessions.Check = _ => answer.Task;
        var rounds = Enumerable.Range(0, 10).Select(_ => _instance.Monitor.CheckAllAsync(Token)).ToList();
        answer.SetResult(null);
        await Task.WhenAll(rounds).SoonAsync();
        Assert.Equal(1, _instance.Sessions.Checks);
    }

    [Fact]
    public async Task Refresh_LooksWhenNobodyDidForAnInterval_AndWaitsNoLongerThanAsked()
    {
        await _instance.Monitor.RefreshAsync(TimeSpan.FromSeconds(2), Token).SoonAsync();
        Assert.Equal(HealthStatus.Healthy, _instance.Db.Status);
        await _instance.Monitor.RefreshAsync(TimeSpan.FromSeconds(2), Token).SoonAsync();
        Assert.Equal(1, _instance.Sessions.Checks);

        _time.Advance(TimeSpan.FromSeconds(60));
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _instance.Sessions.Check = async token =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return null;
        };
        var refresh = _instance.Monitor.RefreshAsync(TimeSpan.FromSeconds(2), Token);
        await begun.Task.SoonAsync();
        await _time.ReachAsync(_time.Now.AddSeconds(2), Token);
        await refresh.SoonAsync();
    }

    [Fact]
    public async Task CheckWhenDue_ChecksOncePerInterval()
    {
        foreach (var seconds in new[] { 0, 20, 39, 5 })
        {
            _time.Advance(TimeSpan.FromSeconds(seconds));
            await _instance.Monitor.CheckWhenDueAsync(Token).SoonAsync();
        }

        Assert.Equal(2, _instance.Sessions.Checks);
    }

    [Fact]
    public async Task Server_ThatIsGone_IsForgotten()
    {
        await _instance.RoundAsync();
        _instance.Sessions.Servers = [];
        await _instance.RoundAsync();
        Assert.Empty(_instance.Board.All);
    }

    /// <summary>Defect 11 of the original: a loop that called nothing cleared the count.</summary>
    [Fact]
    public async Task Defect11_Check_LeavesTheCountOfAClosedCircuitAlone()
    {
        await FailCallsAsync(2);
        await _instance.RoundAsync();
        Assert.Equal(2, (await _instance.Circuits.ReadAsync("db", Token)).Read.Failures);
        _instance.Sessions.Fails();
        await _instance.RoundAsync();
        Assert.Equal(2, (await _instance.Circuits.ReadAsync("db", Token)).Read.Failures);
    }

    [Fact]
    public async Task Check_ClosesAnOpenCircuitOnlyAsItsProbe_AndOnTrial()
    {
        await FailCallsAsync(3);
        await _instance.RoundAsync();
        Assert.Equal(CircuitStatus.Open, (await _instance.Circuits.ReadAsync("db", Token)).Read.Status);

        _time.Advance(TimeSpan.FromSeconds(61));
        await _instance.RoundAsync();
        Assert.Equal(CircuitStatus.Closed, (await _instance.Circuits.ReadAsync("db", Token)).Read.Status);

        // It lists its tools, and fails each call all the same.
        await FailCallsAsync(1);
        Assert.Equal(CircuitStatus.Open, (await _instance.Circuits.ReadAsync("db", Token)).Read.Status);
    }

    [Fact]
    public async Task Check_ThatFailsAsTheProbe_HoldsTheCircuitForAnotherTimeout()
    {
        await FailCallsAsync(3);
        _time.Advance(TimeSpan.FromSeconds(61));
        _instance.Sessions.Fails();
        await _instance.RoundAsync();
        _time.Advance(TimeSpan.FromSeconds(58));
        Assert.False((await _instance.Circuits.EnterAsync("db", CallKind.Read, TimeSpan.FromSeconds(30), Token)).IsAllowed);
    }

    private async Task FailCallsAsync(int times)
    {
        for (var call = 0; call < times; call++)
        {
            var pass = await _instance.Circuits.EnterAsync("db", CallKind.Read, TimeSpan.FromSeconds(30), Token);
            await _instance.Circuits.ReportAsync(pass, FakeSessions.Cut, Token);
        }
    }

    private sealed class Probe(string component, Func<CancellationToken, Task<CheckResult>> check) : IHealthProbe
    {
        public string Component => component;

        public Task<CheckResult> CheckAsync(CancellationToken cancellationToken) => check(cancellationToken);
    }
}
