using Coordinator.Connections.Sqlite;
using Coordinator.Connections.State;
using Coordinator.Core.Registrations;
using Coordinator.Core.State;
using Coordinator.TestKit.Clocks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Connections.Tests.State;

/// <summary>While the shared store is away a memory stands in for it that knows nothing and is dropped afterwards: registrations get over both.</summary>
public sealed class When_servers_register_in_an_outage : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly BreakableStore _shared;
    private readonly FailoverStateStore _store;
    private readonly ServerRegistrations _here;
    private readonly ServerRegistrations _elsewhere;

    public When_servers_register_in_an_outage()
    {
        _shared = new BreakableStore(SqliteStateStore.OpenInMemory(_clock));
        _store = new FailoverStateStore(_shared, () => SqliteStateStore.OpenInMemory(_clock), _clock, NullLogger<FailoverStateStore>.Instance);
        (_here, _elsewhere) = (Over(_store), Over(_shared));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Should_go_on_with_those_that_are_known()
    {
        await RegisterAsync("before");
        Break();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull((await _here.CurrentAsync(Token)).Find("before"));
        Assert.True(_store.IsDegraded);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull((await _here.CurrentAsync(Token)).Find("before"));
    }

    [Fact]
    public async Task Should_be_shared_when_the_store_is_back()
    {
        await RegisterAsync("before");
        await RegisterAsync("removed");
        Assert.NotNull((await _elsewhere.CurrentAsync(Token)).Find("removed"));
        Break();
        await RegisterAsync("meanwhile");
        await _here.RemoveAsync("removed", "ann", Token);

        _shared.Broken = null;
        await _store.CheckAsync(Token);
        Assert.False(_store.IsDegraded);

        await Until.TrueAsync(
            async () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                await _here.CurrentAsync(Token);
                return string.Join(',', (await _elsewhere.CurrentAsync(Token)).Live.Select(entry => entry.Key)) == "before,meanwhile";
            },
            "all instances know the same");
    }

    private async Task RegisterAsync(string id) => await _here.RegisterAsync(id, new RegisteredServer { Url = "https://finops.example.com/mcp" }, "a test", Token);

    private void Break() => _shared.Broken = new StateStoreException(StateFailure.Unavailable, "gone");

    private ServerRegistrations Over(IStateStore store) => new(store, _clock, NullLogger<ServerRegistrations>.Instance);
}
