using Coordinator.Connections.Sqlite;
using Coordinator.Core.Failures;
using Coordinator.Core.Resilience;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.TestKit.Signals;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Core.Tests.Resilience;

public sealed class GuardTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SqliteStateStore _store;
    private readonly Bulkheads _bulkheads;
    private readonly Circuits _circuits;
    private readonly Guard _guard;

    public GuardTests()
    {
        _store = SqliteStateStore.OpenInMemory(_time);
        _bulkheads = new Bulkheads(_store, new PartitionPlan([new Partition("cost", 8, TimeSpan.FromSeconds(120)) { Tools = ["oci_cost_"] }]), _time, NullLogger<Bulkheads>.Instance);
        _circuits = new Circuits(_store, new BreakerOptions(), new ProcessIdentity("this"), _time, NullLogger<Circuits>.Instance);
        _guard = new Guard(_bulkheads, _circuits, _time);
    }

    private enum Ending
    {
        Answers,
        Fails,
        Throws,
        IsCancelled,
        MeetsAnOpenCircuit,
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    /// <summary>Defect 9 of the original: after 8 cost calls its partition was used up for good.</summary>
    [Fact]
    public async Task Defect9_AThousandCallsOneAfterTheOther_FindAPlaceEachTime()
    {
        for (var call = 0; call < 1000; call++)
        {
            Assert.True((await CallAsync($"call-{call}", Ending.Answers)).IsSuccess);
        }
    }

    [Fact]
    public async Task Permits_HoweverCallsEnd_AreAllGivenBack() =>
        await Gen.Select(Gen.Enum<Ending>(), Gen.Int[0, 3]).List[1, 30].SampleAsync(
            async calls =>
            {
                await _circuits.ResetAsync("one", Token);
                await Task.WhenAll(calls.Select((call, index) => EndAsync($"call-{index}-{call.Item2}", call.Item1)));
                Assert.Equal(new PoolUse(0, 0), await _store.ReadPoolAsync("bulkhead:cost", Token));
            },
            iter: 100,
            threads: 1);

    [Fact]
    public async Task Stop_WhileACallStandsInLine_LetsItLeave()
    {
        for (var holder = 0; holder < 8; holder++)
        {
            await _store.AcquireAsync(new PermitRequest("bulkhead:cost", $"other-{holder}", "user", 8, TimeSpan.FromHours(1)), Token);
        }

        using var stop = new CancellationTokenSource();
        var waiting = _guard.ExecuteAsync(Target("waits") with { Stop = stop.Token }, _ => throw new InvalidOperationException("It must not be sent."), Token);
        await stop.CancelAsync();
        Assert.Equal(FailureClass.Cancelled, (await waiting.SoonAsync()).Failure!.Class);
        Assert.Equal(new PoolUse(8, 0), await _store.ReadPoolAsync("bulkhead:cost", Token));
    }

    private static GuardedTarget Target(string holder) =>
        new("one", "oci_cost_by_service", CallKind.Read, TimeSpan.FromSeconds(30), new BulkheadEntry(holder, "user"));

    private async Task EndAsync(string holder, Ending ending)
    {
        try
        {
            await CallAsync(holder, ending);
        }
        catch (Exception exception) when (ending is Ending.Throws or Ending.IsCancelled && exception is InvalidOperationException or OperationCanceledException)
        {
            // As meant.
        }
    }

    private async Task<Outcome<ToolResult>> CallAsync(string holder, Ending ending)
    {
        if (ending == Ending.MeetsAnOpenCircuit)
        {
            for (var failure = 0; failure < 3; failure++)
            {
                await _circuits.ReportAsync(CircuitPass.Allowed("one", CallKind.Read), new Failure(FailureClass.Network, "Cut."), Token);
            }
        }

        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        return await _guard.ExecuteAsync(
            Target(holder),
            async token =>
            {
                await Task.Yield();
                switch (ending)
                {
                    case Ending.Fails:
                        return new Failure(FailureClass.Timeout, "Tool call timed out.");
                    case Ending.Throws:
                        throw new InvalidOperationException("A defect.");
                    case Ending.IsCancelled:
                        await cancelled.CancelAsync();
                        token.ThrowIfCancellationRequested();
                        break;
                }

                return new ToolResult { IsError = false, Text = "ok" };
            },
            cancelled.Token).SoonAsync();
    }
}
