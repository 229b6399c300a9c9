using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;
using Coordinator.TestKit.Signals;

namespace Coordinator.Core.Tests.Execution;

/// <summary>A person stops the run while its write waits for a place.</summary>
public sealed class StoppedInLineTests
{
    [Fact]
    public async Task Call_ThatWasNeverSent_IsCancelledAndLeavesTheLine()
    {
        using var bench = new ToolBench();
        await bench.FillAsync();
        using var stop = new CancellationTokenSource();
        bench.Stop = stop.Token;
        var calling = bench.CallAsync();
        await stop.CancelAsync();
        var fact = Assert.IsType<ToolFinished>(await calling.SoonAsync());
        Assert.Equal((ToolOutcomes.Cancelled, "Not carried out: the run was stopped."), (fact.Outcome, fact.Reason));
        Assert.Empty(await bench.Memory.ReadEffectsAsync("r1", TestContext.Current.CancellationToken));
        Assert.Equal(0, (await bench.PlacesAsync()).Waiting);
    }

    /// <summary>Its first attempt may have been carried out: nobody says that it was not.</summary>
    [Fact]
    public async Task Call_ThatMayHaveBeenSentBefore_IsJudged()
    {
        using var bench = new ToolBench(rule: new ToolRule(Write: true) { Idempotency = ToolIdempotency.Meta });
        bench.Answer = () => new Failure(FailureClass.Network, "Cut.") { MaybeExecuted = true };
        await bench.CallAsync();
        await bench.FillAsync();
        using var stop = new CancellationTokenSource();
        bench.Stop = stop.Token;
        var calling = bench.CallAsync(attempt: 2);
        await stop.CancelAsync();
        Assert.Equal(ToolOutcomes.Unknown, Assert.IsType<ToolFinished>(await calling.SoonAsync()).Outcome);
    }
}
