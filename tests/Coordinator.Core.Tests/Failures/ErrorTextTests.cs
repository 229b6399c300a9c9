using Coordinator.Core.Failures;

namespace Coordinator.Core.Tests.Failures;

public sealed class ErrorTextTests
{
    [Theory]
    [InlineData("No such instance", "abc", "No such instance. 404 Not found. Next step: Verify OCID exists. Request id: abc.")]
    [InlineData("Not found (abc)!", "abc", "Not found (abc)! Next step: Verify OCID exists.")]
    [InlineData("Gone. Please verify OCID exists.", null, "Gone. Please verify OCID exists. 404 Not found.")]
    [InlineData(" ", null, "It gave no reason. 404 Not found. Next step: Verify OCID exists.")]
    public void Of_SaysCauseMeaningAndNextStep_EachOnce(string cause, string? requestId, string expected) =>
        Assert.Equal(expected, ErrorText.Of(cause, ErrorTable.OfStatus(404)!, requestId));

    [Theory]
    [InlineData(FailureClass.Network, "'one' went away during 'list'.", "'one' went away during 'list'. Next step: Check that the server runs: GET /mcp/servers.")]
    [InlineData(FailureClass.HeldBack, "Server temporarily unavailable. 'one' is tried again at 12:00:00 UTC.", "Server temporarily unavailable. 'one' is tried again at 12:00:00 UTC.")]
    [InlineData(FailureClass.Tool, "As the tool says", "As the tool says")]
    public void OfServer_AddsTheNextStep_WhereTheSentenceHasNone(FailureClass failureClass, string message, string expected) =>
        Assert.Equal(expected, ErrorText.OfServer(new Failure(failureClass, message)));

    [Theory]
    [InlineData(true, "Tool call timed out: 'list' took longer than 30 s.", "Ask for less, or raise the tool's time limit.")]
    [InlineData(false, "'one' did not come up within 30 s; 'list' was not sent.", "Check that the server runs: GET /mcp/servers.")]
    public void OfServer_OfATimeout_DependsOnWhetherItWasSent(bool wasSent, string message, string nextStep) =>
        Assert.Equal($"{message} Next step: {nextStep}", ErrorText.OfServer(new Failure(FailureClass.Timeout, message) { MaybeExecuted = wasSent }));

    [Fact]
    public void OfServer_WhenItIsAppliedTwice_SaysItOnce()
    {
        var once = ErrorText.OfServer(new Failure(FailureClass.Network, "'one' could not be reached."));

        Assert.Equal(once, ErrorText.OfServer(new Failure(FailureClass.Network, once)));
    }
}
