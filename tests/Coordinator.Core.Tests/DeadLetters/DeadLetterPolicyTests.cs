using System.Text.Json;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;

namespace Coordinator.Core.Tests.DeadLetters;

/// <summary>Defect 13: one type of letter only, and raw parameters in it.</summary>
public sealed class DeadLetterPolicyTests
{
    [Theory]
    [InlineData(FailureClass.Network, "mcp_connection")]
    [InlineData(FailureClass.Unavailable, "mcp_connection")]
    [InlineData(FailureClass.Protocol, "mcp_connection")]
    [InlineData(FailureClass.Timeout, "timeout")]
    [InlineData(FailureClass.Authentication, "authentication")]
    [InlineData(FailureClass.Denied, "authentication")]
    [InlineData(FailureClass.RateLimited, "rate_limit")]
    [InlineData(FailureClass.Overloaded, "rate_limit")]
    [InlineData(FailureClass.ServerError, "tool_call")]
    [InlineData(FailureClass.HeldBack, "tool_call")]
    [InlineData(FailureClass.Tool, null)]
    [InlineData(FailureClass.Validation, null)]
    [InlineData(FailureClass.NotFound, null)]
    [InlineData(FailureClass.Cancelled, null)]
    [InlineData(FailureClass.Unknown, null)]
    [InlineData(null, null)]
    public void TypeOf_WhenACallFailed_IsWhatOperatorsCanMend(FailureClass? failure, string? type)
    {
        Assert.Equal(type, DeadLetterPolicy.TypeOf(Letters.Call("1.0", ToolOutcomes.Failed, failure)));
        Assert.True(type is null || FailureTypes.All.Contains(type));
    }

    [Fact]
    public void TypeOf_WhenNothingIsToBeMended_IsNone()
    {
        Assert.Null(DeadLetterPolicy.TypeOf(Letters.Call("1.0", ToolOutcomes.Succeeded, FailureClass.Network)));
        Assert.Null(DeadLetterPolicy.TypeOf(Letters.Call("1.0", ToolOutcomes.Cancelled, FailureClass.Network)));
        Assert.Null(DeadLetterPolicy.TypeOf(Letters.Call("1.0", ToolOutcomes.Refused)));
        Assert.Null(DeadLetterPolicy.TypeOf(Letters.Failed("1.0") with { Origin = "r0" }));
    }

    [Fact]
    public void TypeOf_WhenAChangeIsUnknown_IsAToolCall() =>
        Assert.Equal("tool_call", DeadLetterPolicy.TypeOf(Letters.Call("1.0", ToolOutcomes.Unknown, write: true)));

    [Fact]
    public void OfCall_ShowsNoSecret()
    {
        var arguments = JsonElement.Parse("""{"name":"web-01","login":{"password":"tiger"}}""");
        var call = Letters.Failed("2.1") with { Reason = "refused for password=tiger", At = Letters.At.AddTicks(13) };
        var letter = DeadLetterPolicy.OfCall(Letters.Request, call, "authentication", arguments);
        Assert.DoesNotContain("tiger", DeadLetterJson.Serialize(letter), StringComparison.Ordinal);
        Assert.Equal(("op_slack-T1-C1-1.2.2.1", "list", "2.1", 0, Letters.At.AddTicks(10)), (letter.Id, letter.Operation, letter.Step, letter.RetryCount, letter.Timestamp));
    }

    [Fact]
    public void OfCall_WhenARetryFailsAgain_IsTheSameLetterOnceMore()
    {
        var retried = Letters.Request with { RunId = "slack-T1-C1-1.2.2.1-retry1", Retry = Letters.Retry("2.1", new RetriedLetter("op_other", "2.0", 4)) };
        var same = DeadLetterPolicy.OfCall(retried, Letters.Failed("2.1"), "timeout", default);
        Assert.Equal(("op_slack-T1-C1-1.2.2.1", 1, retried.RunId), (same.Id, same.RetryCount, same.RunId));
        Assert.Equal(("op_other", 4), DeadLetterPolicy.OfCall(retried, Letters.Failed("2.0"), "timeout", default) is var other ? (other.Id, other.RetryCount) : default);
        Assert.Equal($"op_{retried.RunId}.3.0", DeadLetterPolicy.OfCall(retried, Letters.Failed("3.0"), "timeout", default).Id);
    }

    [Fact]
    public void OfRun_WhenARetryFails_IsTheLetterItCameFrom()
    {
        var failed = new DeadLetterRun("llm_call", "no luck") { Operation = "model" };
        var first = DeadLetterPolicy.OfRun(Letters.Request, failed, Letters.At);
        Assert.Equal(("op_slack-T1-C1-1.2", 0, "model", "How is Berlin?"), (first.Id, first.RetryCount, first.Operation, (string?)first.Parameters["message"]));

        var retried = Letters.Request with { RunId = "x", Retry = Letters.Retry("2.1") };
        var again = DeadLetterPolicy.OfRun(retried, failed, Letters.At);
        Assert.Equal(("op_slack-T1-C1-1.2.2.1", 1, (string?)null), (again.Id, again.RetryCount, again.Step));
    }

    [Fact]
    public void Replaces_WhenTheStepWasDoneTwice_KeepsTheFirst()
    {
        Assert.True(Letters.Of().Replaces(null));
        Assert.False(Letters.Of("1.0").Replaces(Letters.Of("1.0")));
        Assert.True(Letters.Of("1.0", retries: 1).Replaces(Letters.Of("1.0")));
        Assert.False(Letters.Of("1.0").Replaces(Letters.Of("1.0", retries: 1)));
        Assert.True(Letters.Of(retries: 1).Replaces(Letters.Of("1.0", retries: 1)));
        Assert.False(Letters.Of("1.0", retries: 1).Replaces(Letters.Of(retries: 1)));
    }

    [Fact]
    public void RetryRunOf_FitsRoutesAndBlobsAndStopsOfItsThread()
    {
        var run = DeadLetterId.RetryRunOf(Letters.Of("2.1", retries: 1));
        Assert.Equal("slack-T1-C1-1.2.2.1-retry2", run);
        Assert.Matches("^[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9]$", run);
        Assert.True(string.CompareOrdinal(run, "slack-T1-C1-1.3") < 0, "A later stop in the thread must reach it.");
    }

    [Fact]
    public void IdsOf_NamesWhatAFailedRunLeft() => Assert.Equal(
        ["op_slack-T1-C1-1.2.1.1", "op_slack-T1-C1-1.2"],
        DeadLetterPolicy.IdsOf(Letters.Request, Letters.Run(Letters.Turn(1, 2), Letters.Call("1.0", ToolOutcomes.Succeeded), Letters.Failed("1.1"), Letters.Dead())));
}
