using Coordinator.Connections.Sqlite;
using Coordinator.Core.Registrations;
using Coordinator.Core.State;
using Coordinator.TestKit.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Core.Tests.Registrations;

public sealed class ServerRegistrationsTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly Store _store;
    private readonly ServerRegistrations _here;
    private readonly ServerRegistrations _there;

    public ServerRegistrationsTests()
    {
        _store = new Store(SqliteStateStore.OpenInMemory(_clock));
        (_here, _there) = (Over(_store), Over(_store));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Register_SaysWhatItChanged()
    {
        Assert.Equal(RegistrationOutcome.Added, await RegisterAsync(_here, "finops"));
        Assert.Equal(RegistrationOutcome.Unchanged, await RegisterAsync(_here, "finops"));
        Assert.Equal(RegistrationOutcome.Unchanged, await RegisterAsync(_there, "finops"));
        var first = (await _here.CurrentAsync(Token)).Find("finops")!;
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(RegistrationOutcome.Replaced, await RegisterAsync(_there, "finops", "https://finops.example.com/v2"));

        var second = (await _there.CurrentAsync(Token)).Find("finops")!;
        Assert.Equal(first.RegisteredAt, second.RegisteredAt);
        Assert.True(second.ChangedAt > first.ChangedAt);
    }

    [Fact]
    public async Task Register_OnOneInstance_IsKnownOnOthersWithinASecond()
    {
        Assert.Null((await _there.CurrentAsync(Token)).Find("finops"));
        await RegisterAsync(_here, "finops");
        Assert.NotNull((await _here.CurrentAsync(Token)).Find("finops"));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull((await _there.CurrentAsync(Token)).Find("finops"));
        await _there.RemoveAsync("finops", "ann", Token);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await _here.CurrentAsync(Token)).Find("finops"));
    }

    [Fact]
    public async Task Current_AskedOften_ReadsAtMostOnceInASecond()
    {
        await RegisterAsync(_here, "finops");
        var reads = _store.Reads;
        var document = await _here.CurrentAsync(Token);
        for (var asked = 0; asked < 100; asked++)
        {
            Assert.Same(document, await _here.CurrentAsync(Token));
        }

        Assert.Equal(reads, _store.Reads);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(document, await _here.CurrentAsync(Token));
        Assert.Equal(reads + 1, _store.Reads);
    }

    [Fact]
    public async Task Register_OneTooMany_IsRefusedOverAllInstances()
    {
        for (var number = 0; number < RegistrationsDocument.Most; number++)
        {
            Assert.Equal(RegistrationOutcome.Added, await RegisterAsync(number % 2 == 0 ? _here : _there, $"server-{number}"));
        }

        Assert.Equal(RegistrationOutcome.Full, await RegisterAsync(_there, "one-more"));
        Assert.Equal(RegistrationOutcome.Replaced, await RegisterAsync(_there, "server-3", "https://finops.example.com/v2"));
        await _here.RemoveAsync("server-3", "ann", Token);
        Assert.Equal(RegistrationOutcome.Added, await RegisterAsync(_there, "one-more"));
    }

    [Fact]
    public async Task Remove_OfWhatIsNotThere_ChangesNothing()
    {
        Assert.Equal(RegistrationOutcome.Unchanged, (await _here.RemoveAsync("finops", "ann", Token)).Outcome);
        await RegisterAsync(_here, "finops");
        Assert.Equal(RegistrationOutcome.Removed, (await _here.RemoveAsync("finops", "ann", Token)).Outcome);
        Assert.Equal(RegistrationOutcome.Unchanged, (await _there.RemoveAsync("finops", "ann", Token)).Outcome);
    }

    [Fact]
    public async Task StoreAway_WhatIsKnownGoesOn()
    {
        await RegisterAsync(_here, "finops");
        _store.IsAway = true;
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.NotNull((await _here.CurrentAsync(Token)).Find("finops"));
        await Assert.ThrowsAsync<StateStoreException>(() => RegisterAsync(_here, "other"));
        await Assert.ThrowsAsync<StateStoreException>(() => _here.RemoveAsync("finops", "ann", Token));
        Assert.NotNull((await _here.CurrentAsync(Token)).Find("finops"));
        Assert.Null((await _here.CurrentAsync(Token)).Find("other"));
    }

    [Fact]
    public async Task StoreFlushed_WhoKnowsThemWritesThemAgain()
    {
        await RegisterAsync(_here, "finops");
        await _store.DeleteAsync(RegistrationsDocument.Key, null, Token);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull((await _here.CurrentAsync(Token)).Find("finops"));
        await _store.Written.WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.NotNull((await _there.CurrentAsync(Token)).Find("finops"));
    }

    /// <summary>An instance that slept through a removal does not bring back what was removed, even if the store was emptied in between.</summary>
    [Fact]
    public async Task StoreFlushed_WhatWasRemovedStaysSo()
    {
        await RegisterAsync(_here, "finops");
        Assert.NotNull((await _there.CurrentAsync(Token)).Find("finops"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _here.RemoveAsync("finops", "ann", Token);
        await _store.DeleteAsync(RegistrationsDocument.Key, null, Token);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await _here.CurrentAsync(Token);
        await _store.Written.WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Null((await _there.CurrentAsync(Token)).Find("finops"));
    }

    [Fact]
    public async Task NewerVersion_IsReadAndLeftAlone()
    {
        const string newer = """{"schema_version":2,"servers":{"a":{"changed_at":"2026-11-24T12:00:00Z","registered_at":"2026-11-24T12:00:00Z","server":{"url":"https://a.example.com"}}}}""";
        await RegisterAsync(_here, "finops");
        await _store.UpdateAsync(RegistrationsDocument.Key, _ => newer, null, Token);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull((await _here.CurrentAsync(Token)).Find("a"));
        Assert.Equal(RegistrationOutcome.Foreign, await RegisterAsync(_here, "other"));
        Assert.Equal(RegistrationOutcome.Foreign, (await _here.RemoveAsync("a", "ann", Token)).Outcome);
        Assert.Equal(newer, (await _store.ReadAsync(RegistrationsDocument.Key, Token))!.Value);
    }

    private static async Task<RegistrationOutcome> RegisterAsync(ServerRegistrations instance, string id, string url = "https://finops.example.com/mcp") =>
        (await instance.RegisterAsync(id, new RegisteredServer { Url = url, Domains = ["cost"] }, "from this machine", Token)).Outcome;

    private ServerRegistrations Over(IStateStore store) => new(store, _clock, NullLogger<ServerRegistrations>.Instance);

    private sealed class Store(SqliteStateStore store) : StateStoreDecorator(store), IDisposable
    {
        private readonly SemaphoreSlim _written = new(0);
        private bool _isEmptied;
        private int _reads;

        public bool IsAway { get; set; }

        public int Reads => _reads;

        /// <summary>The next write after the document was deleted.</summary>
        public Task Written => _written.WaitAsync(Token);

        public override Task<StateDocument?> ReadAsync(string key, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _reads);
            return IsAway ? throw new StateStoreException(StateFailure.Unavailable, "It is away.") : base.ReadAsync(key, cancellationToken);
        }

        public override async Task<StateWrite> WriteAsync(string key, string value, long expectedVersion, TimeSpan? timeToLive, CancellationToken cancellationToken)
        {
            var write = IsAway ? throw new StateStoreException(StateFailure.Unavailable, "It is away.") : await base.WriteAsync(key, value, expectedVersion, timeToLive, cancellationToken);
            if (_isEmptied)
            {
                _written.Release();
            }

            return write;
        }

        public override Task<bool> DeleteAsync(string key, long? version, CancellationToken cancellationToken)
        {
            _isEmptied |= key == RegistrationsDocument.Key;
            return base.DeleteAsync(key, version, cancellationToken);
        }

        public void Dispose()
        {
            store.Dispose();
            _written.Dispose();
        }
    }
}
