using Coordinator.Core.Runs;

namespace Coordinator.Core.Tests.Execution;

/// <summary>A run whose time is up refuses its open calls.</summary>
public sealed class RefusedWriteTests
{
    private static readonly RefuseTool Refused = new(1, 0, ToolBench.Tool, "Not called. This run has used its 15 minutes.");

    [Fact]
    public async Task Refuse_WhenTheWriteWasNeverSent_SaysSo()
    {
        using var bench = new ToolBench();

        var fact = Assert.IsType<ToolFinished>(await bench.DoAsync(Refused));

        Assert.Equal((ToolOutcomes.Refused, Refused.Reason), (fact.Outcome, fact.Reason));
    }

    /// <summary>The process died in the middle of the call: "not called" could be false.</summary>
    [Fact]
    public async Task Refuse_WhenTheWriteMayHaveBeenSent_SaysThatNobodyKnows()
    {
        using var bench = new ToolBench();
        await bench.AnnouncedBeforeAsync();

        var fact = Assert.IsType<ToolFinished>(await bench.DoAsync(Refused));

        Assert.Equal(ToolOutcomes.Unknown, fact.Outcome);
        Assert.StartsWith("It is not known whether 'stop_it' was carried out", fact.Reason, StringComparison.Ordinal);
    }
}
