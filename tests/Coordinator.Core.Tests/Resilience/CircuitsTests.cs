using Coordinator.Connections.Sqlite;
using Coordinator.Core.Failures;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.State;
using Coordinator.TestKit.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Core.Tests.Resilience;

public sealed class CircuitsTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly Failure Cut = new(FailureClass.Network, "Cut.");
    private static readonly Failure Stopped = new(FailureClass.Cancelled, "Stopped.");

    private readonly FakeTimeProvider _time = new();
    private readonly SqliteStateStore _store;
    private readonly Circuits _first;
    private readonly Circuits _second;

    public CircuitsTests()
    {
        _store = SqliteStateStore.OpenInMemory(_time);
        (_first, _second) = (Instance("first"), Instance("second"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task FailuresOnSeveralInstances_OpenItForAll()
    {
        await CallAsync(_first, Cut);
        await CallAsync(_second, Cut);
        Assert.True(await CallAsync(_first, Cut));
        _time.Advance(TimeSpan.FromSeconds(1));
        var pass = await EnterAsync(_second);
        Assert.False(pass.IsAllowed);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(59), pass.RetryAt);
    }

    [Fact]
    public async Task Success_BeginsTheCountAnew()
    {
        await CallAsync(_first, Cut);
        await CallAsync(_first, Cut);
        await CallAsync(_first, null);
        await CallAsync(_first, Cut);
        await CallAsync(_first, Cut);
        Assert.True((await EnterAsync(_first)).IsAllowed);
    }

    [Fact]
    public async Task Writes_AreNotHeldUpByReads()
    {
        await OpenAsync();
        Assert.True((await _first.EnterAsync("db", CallKind.Write, Limit, Token)).IsAllowed);
    }

    /// <summary>Also of an instance that asks in the very moment in which another one opens it.</summary>
    [Fact]
    public async Task Opening_LeavesNoMomentForAProbe()
    {
        var allowed = new List<bool>();
        var opening = new MeetsWrites(_store, async value =>
        {
            if (value.Contains("\"open\"", StringComparison.Ordinal))
            {
                allowed.Add((await EnterAsync(Instance("third"))).IsAllowed);
            }
        });
        for (var call = 0; call < 3; call++)
        {
            await CallAsync(Instance("first", opening), Cut);
        }

        Assert.Equal([false], allowed);
    }

    [Fact]
    public async Task Defect11_AfterTheTimeout_ExactlyOneCallProbes()
    {
        await OpenAsync();
        _time.Advance(TimeSpan.FromSeconds(61));
        var passes = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(() => EnterAsync(number % 2 == 0 ? _first : _second))));
        Assert.Single(passes, pass => pass.IsAllowed);
    }

    [Fact]
    public async Task Probe_ThatEndsWell_ClosesItForAll()
    {
        await OpenAsync();
        _time.Advance(TimeSpan.FromSeconds(61));
        await CallAsync(_second, null);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await EnterAsync(_first)).IsAllowed);
        Assert.True((await EnterAsync(_first)).IsAllowed);
    }

    [Fact]
    public async Task Probe_ThatFails_HoldsItForAnotherTimeout()
    {
        await OpenAsync();
        _time.Advance(TimeSpan.FromSeconds(61));
        await CallAsync(_second, Cut);
        _time.Advance(TimeSpan.FromSeconds(58));
        Assert.False((await EnterAsync(_first)).IsAllowed);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.True((await EnterAsync(_first)).IsAllowed);
    }

    /// <summary>An answer that is no success of the call is one of the server.</summary>
    [Fact]
    public async Task Probe_ThatIsAnsweredWithAnError_ClosesIt()
    {
        await OpenAsync();
        _time.Advance(TimeSpan.FromSeconds(61));
        await CallAsync(_first, new Failure(FailureClass.Validation, "No such argument."));
        Assert.Equal(CircuitStatus.Closed, (await _first.ReadAsync("db", Token)).Read.Status);
    }

    [Fact]
    public async Task Probe_ThatWasStopped_LeavesItToTheNext()
    {
        await OpenAsync();
        _time.Advance(TimeSpan.FromSeconds(61));
        await CallAsync(_first, Stopped);
        Assert.True((await EnterAsync(_second)).IsAllowed);
    }

    [Fact]
    public async Task Probe_WhoseProcessDied_IsFollowedByAnother()
    {
        await OpenAsync();
        _time.Advance(TimeSpan.FromSeconds(61));
        var dead = await EnterAsync(_first);
        Assert.False((await EnterAsync(_second)).IsAllowed);
        _time.Advance(Limit + TimeSpan.FromSeconds(6));
        Assert.True((await EnterAsync(_second)).IsAllowed);

        // It was only slow: its result is of an older probe and says nothing.
        await _first.ReportAsync(dead, null, Token);
        Assert.Equal(CircuitStatus.HalfOpen, (await _first.ReadAsync("db", Token)).Read.Status);
    }

    [Fact]
    public async Task Reset_ClosesItAtOnce()
    {
        await OpenAsync();
        await _second.ResetAsync("db", Token);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await EnterAsync(_first)).IsAllowed);
        Assert.Equal(CircuitDocument.Closed, await _first.ReadAsync("db", Token));
    }

    [Fact]
    public async Task Refusals_DoNotAskTheStoreEachTime()
    {
        await OpenAsync();
        Assert.False((await EnterAsync(_first)).IsAllowed);
        _store.Dispose();
        Assert.False((await EnterAsync(_first)).IsAllowed);
    }

    [Fact]
    public async Task StoreThatFails_StopsNoCall()
    {
        _store.Dispose();
        Assert.True(await CallAsync(_first, Cut));
        Assert.True(await CallAsync(_first, null));
    }

    private Circuits Instance(string name, IStateStore? store = null) => new(store ?? _store, new BreakerOptions(), new ProcessIdentity(name), _time, NullLogger<Circuits>.Instance);

    private static async Task<CircuitPass> EnterAsync(Circuits circuits) => await circuits.EnterAsync("db", CallKind.Read, Limit, Token);

    private static async Task<bool> CallAsync(Circuits circuits, Failure? failure)
    {
        var pass = await EnterAsync(circuits);
        await circuits.ReportAsync(pass, failure, Token);
        return pass.IsAllowed;
    }

    private async Task OpenAsync()
    {
        for (var call = 0; call < 3; call++)
        {
            Assert.True(await CallAsync(_first, Cut));
        }
    }

    private sealed class MeetsWrites(IStateStore store, Func<string, Task> written) : StateStoreDecorator(store)
    {
        public override async Task<StateWrite> WriteAsync(string key, string value, long expectedVersion, TimeSpan? timeToLive, CancellationToken cancellationToken)
        {
            var write = await base.WriteAsync(key, value, expectedVersion, timeToLive, cancellationToken);
            await written(value);
            return write;
        }
    }
}
