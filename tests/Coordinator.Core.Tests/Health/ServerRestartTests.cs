using Coordinator.Connections.Sqlite;
using Coordinator.Core.Audit;
using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.State;
using Coordinator.TestKit.Signals;
using Coordinator.TestKit.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Core.Tests.Health;

/// <summary>Defect 12 of the original: what is unhealthy is restarted, not too often, and not when that is switched off.</summary>
public sealed class ServerRestartTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private SqliteStateStore _store = null!;
    private Instance _first = null!;
    private Instance _second = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _store = SqliteStateStore.OpenInMemory(_time);
        (_first, _second) = (new Instance("first", _store, _time), new Instance("second", _store, _time));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task Unhealthy_IsRestartedAndHealthyAgain()
    {
        _first.Sessions.Fails();
        await _first.RoundAsync(times: 2);
        Assert.Empty(_first.Sessions.Restarts);
        string? saidMeanwhile = null;
        _first.Sessions.Restart = () =>
        {
            saidMeanwhile = _first.Db.Message;
            return Task.FromResult<Failure?>(null);
        };
        await _first.RoundAsync();
        Assert.Equal("It is being restarted (the health monitor).", saidMeanwhile);
        Assert.Single(_first.Sessions.Restarts);
        Assert.Equal((HealthStatus.Healthy, 0, 1), (_first.Db.Status, _first.Db.ConsecutiveFailures, _first.Db.Restarts));
    }

    [Fact]
    public async Task WhileItRestarts_ItIsCalledSoAndNotChecked()
    {
        var ends = new TaskCompletionSource<Failure?>();
        _first.Sessions.Restart = () => ends.Task;
        var restart = _first.Restarts.RestartAsync("db", "somebody", Token);
        var again = _first.Restarts.RestartAsync("db", "somebody else", Token);
        await _first.Monitor.CheckAllAsync(Token).SoonAsync();
        Assert.Equal((HealthStatus.Restarting, 0), (_first.Db.Status, _first.Sessions.Checks));
        Assert.Equal("It is being restarted (somebody).", _first.Db.Message);
        ends.SetResult(FakeSessions.Cut);
        Assert.Equal(FakeSessions.Cut, (await restart.SoonAsync()).Failure);
        Assert.Same(await restart, await again.SoonAsync());
        Assert.Single(_first.Sessions.Restarts);
        Assert.Equal(HealthStatus.Degraded, _first.Db.Status);
    }

    [Fact]
    public async Task StillUnhealthy_IsRestartedOnceAMinuteAndFiveTimesAnHour()
    {
        _first.Sessions.Fails();
        _first.Sessions.Restart = () => Task.FromResult<Failure?>(FakeSessions.Cut);
        await RoundsAsync(_first, rounds: 12, every: TimeSpan.FromSeconds(10));
        Assert.Equal(2, _first.Sessions.Restarts.Count);
        await RoundsAsync(_first, rounds: 56, every: TimeSpan.FromMinutes(1));
        Assert.Equal(5, _first.Sessions.Restarts.Count);
        await RoundsAsync(_first, rounds: 4, every: TimeSpan.FromMinutes(1));
        Assert.InRange(_first.Sessions.Restarts.Count, 6, 7);
    }

    [Fact]
    public async Task RestartThatHasJustFailed_CoolsDownAlsoWhileItIsBeingWrittenDown()
    {
        var store = new SlowAudit(_store);
        await using var slow = new Instance("slow", store, _time);
        slow.Sessions.Fails();
        slow.Sessions.Restart = () => Task.FromResult<Failure?>(FakeSessions.Cut);
        for (var round = 0; round < 3; round++)
        {
            await slow.Monitor.CheckAllAsync(Token).SoonAsync();
        }

        await store.Begun.Task.SoonAsync();
        Assert.Equal(RestartDecision.CoolingDown, await slow.Restarts.RestartIfNeededAsync("db", Token));
        store.Goes.SetResult();
        await slow.Restarts.EndAsync(Token).SoonAsync();
    }

    [Fact]
    public async Task TwoInstances_DoNotRestartTheSameServerTwice()
    {
        _first.Sessions.Fails();
        _second.Sessions.Fails();
        await Task.WhenAll(_first.RoundAsync(times: 3), _second.RoundAsync(times: 3));
        Assert.Equal(1, _first.Sessions.Restarts.Count + _second.Sessions.Restarts.Count);
    }

    [Fact]
    public async Task ManyInstances_HaveFiveAnHourTogether()
    {
        _first.Sessions.Fails();
        _second.Sessions.Fails();
        _first.Sessions.Restart = _second.Sessions.Restart = () => Task.FromResult<Failure?>(FakeSessions.Cut);
        for (var minutes = 0; minutes < 55; minutes++)
        {
            await _first.RoundAsync();
            await _second.RoundAsync();
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(5, _first.Sessions.Restarts.Count + _second.Sessions.Restarts.Count);
    }

    [Fact]
    public async Task ByHand_IsNotHeldUpAndNotRepeatedByItselfRightAfter()
    {
        _first.Sessions.Fails();
        await _first.RoundAsync(times: 3);
        await _first.Restarts.RestartAsync("db", "somebody", Token).SoonAsync();
        await _second.Restarts.RestartAsync("db", "somebody", Token).SoonAsync();
        Assert.Equal((2, 1), (_first.Sessions.Restarts.Count, _second.Sessions.Restarts.Count));
        await _first.RoundAsync(times: 3);
        Assert.Equal(2, _first.Sessions.Restarts.Count);
    }

    [Fact]
    public async Task StoreThatFails_LeavesEachInstanceItsOwnCount()
    {
        _store.Dispose();
        _first.Sessions.Fails();
        _first.Sessions.Restart = () => Task.FromResult<Failure?>(FakeSessions.Cut);
        await RoundsAsync(_first, rounds: 55, every: TimeSpan.FromMinutes(1));
        Assert.Equal(5, _first.Sessions.Restarts.Count);
    }

    [Fact]
    public async Task SwitchedOffForAll_IsNotRestarted()
    {
        await using var instance = new Instance("off", _store, _time, new HealthOptions { AutoRestart = false });
        instance.Sessions.Fails();
        await instance.RoundAsync(times: 5);
        Assert.Equal((HealthStatus.Unhealthy, 0), (instance.Db.Status, instance.Sessions.Restarts.Count));
    }

    [Fact]
    public async Task SwitchedOffForOne_IsNotRestartedByAnyInstanceAndAfterAnyStart()
    {
        await _first.Switches.SetAsync("mcp_db", false, Token);
        await using var next = new Instance("next", _store, _time);
        next.Sessions.Fails();
        await next.RoundAsync(times: 3);
        Assert.Empty(next.Sessions.Restarts);
        Assert.Equal(["mcp_db"], next.Switches.Off);

        await _first.Switches.SetAsync("mcp_db", true, Token);
        await next.RoundAsync();
        Assert.Single(next.Sessions.Restarts);
    }

    [Fact]
    public async Task Restart_IsInTheAuditLogAndBeginsAGenerationForAll()
    {
        Assert.Equal("", await _second.Generations.CurrentAsync("db", Token));
        await _first.Restarts.RestartAsync("db", "somebody", Token).SoonAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Assert.Single(_first.Sessions.Restarts), await _second.Generations.CurrentAsync("db", Token));
        var entry = Assert.Single(await new AuditLog(_store, _time, NullLogger<AuditLog>.Instance).ReadAsync(10, Token));
        Assert.Equal(("server_restarted", "db", "somebody", "connected"), (entry.Action, entry.Target, entry.By, entry.Detail));
    }

    /// <summary>What is stored is read by the next version, too.</summary>
    [Fact]
    public void Documents_HaveThisShape()
    {
        Assert.Equal("""{"schema_version":1,"id":"01"}""", new GenerationDocument { Id = "01" }.Serialize());
        Assert.Equal("""{"schema_version":1,"off":["mcp_a","mcp_b"]}""", AutoRestartDocument.AllOn.With("mcp_b", false).With("mcp_a", false).Serialize());
        Assert.Empty(AutoRestartDocument.Deserialize("damaged").Off);
        Assert.Equal("", GenerationDocument.Deserialize("damaged").Id);
    }

    private async Task RoundsAsync(Instance instance, int rounds, TimeSpan every)
    {
        for (var round = 0; round < rounds; round++)
        {
            await instance.RoundAsync();
            _time.Advance(every);
        }
    }

    private sealed class SlowAudit(IStateStore store) : StateStoreDecorator(store)
    {
        public TaskCompletionSource Begun { get; } = new();

        public TaskCompletionSource Goes { get; } = new();

        public override async Task<bool> AddToIndexAsync(string index, string member, double score, CancellationToken cancellationToken)
        {
            Begun.TrySetResult();
            await Goes.Task.WaitAsync(cancellationToken);
            return await base.AddToIndexAsync(index, member, score, cancellationToken);
        }
    }
}
