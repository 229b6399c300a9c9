using Coordinator.Connections.Sqlite;
using Coordinator.Connections.State;
using Coordinator.Core.Audit;
using Coordinator.Core.Health;
using Coordinator.Core.State;
using Coordinator.TestKit.Clocks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Connections.Tests.State;

/// <summary>An outage is when operators act most: who did what then is not to be lost with the memory that stood in for the shared store.</summary>
public sealed class When_somebody_acts_in_an_outage : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly BreakableStore _shared;
    private readonly FailoverStateStore _store;
    private readonly AuditLog _here;
    private readonly AuditLog _elsewhere;

    public When_somebody_acts_in_an_outage()
    {
        _shared = new BreakableStore(SqliteStateStore.OpenInMemory(_clock));
        _store = new FailoverStateStore(_shared, () => SqliteStateStore.OpenInMemory(_clock), _clock, NullLogger<FailoverStateStore>.Instance);
        (_here, _elsewhere) = (Over(_store), Over(_shared));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Should_be_shown_meanwhile_and_to_everybody_afterwards()
    {
        await RecordAsync("before");
        Break();
        await RecordAsync("meanwhile");
        await RecordAsync("and more");
        Assert.True(_store.IsDegraded);
        Assert.Equal(["and more", "meanwhile"], await TargetsAsync(_here));

        _shared.Broken = null;
        await CheckHealthAsync();
        Assert.False(_store.IsDegraded);
        Assert.Equal(["and more", "meanwhile", "before"], await TargetsAsync(_elsewhere));
    }

    [Fact]
    public async Task Should_be_written_once_and_in_its_order_whoever_does_more_first()
    {
        Break();
        await RecordAsync("meanwhile");
        _shared.Broken = null;
        await _store.CheckAsync(Token);
        await RecordAsync("after");
        await CheckHealthAsync();
        Assert.Equal(["after", "meanwhile"], await TargetsAsync(_elsewhere));
    }

    /// <summary>It is looked at again and again until it is back.</summary>
    [Fact]
    public async Task Should_be_kept_as_long_as_the_outage_lasts()
    {
        Break();
        await RecordAsync("meanwhile");
        await CheckHealthAsync();
        _shared.Broken = null;
        await CheckHealthAsync();
        Assert.Equal(["meanwhile"], await TargetsAsync(_elsewhere));
    }

    private Task RecordAsync(string target)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        return _here.RecordAsync("circuit_reset", target, "a test", null, Token);
    }

    private static async Task<IEnumerable<string>> TargetsAsync(AuditLog log) => (await log.ReadAsync(10, Token)).Select(entry => entry.Target);

    /// <summary>What every host does each interval.</summary>
    private Task<CheckResult> CheckHealthAsync() => new StateHealth(_store, _here).CheckAsync(Token);

    private void Break() => _shared.Broken = new StateStoreException(StateFailure.Unavailable, "gone");

    private AuditLog Over(IStateStore store) => new(store, _clock, NullLogger<AuditLog>.Instance);
}
