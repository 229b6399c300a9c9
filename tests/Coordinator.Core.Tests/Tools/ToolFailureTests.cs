using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Tests.Tools;

/// <summary>Defect 14 of the original: it searched an error's words for codes, so "401" within an OCID was a refused login.</summary>
public sealed class ToolFailureTests
{
    [Theory]
    [InlineData("Instance ocid1.instance.oc1.phx.aa401bb429cc503 was not found.")]
    [InlineData("401 databases, none found")]
    [InlineData("Retry 500 times, or 429 times.")]
    public void Defect14_NumbersWithinWords_AreNoCodes(string text)
    {
        var result = new ToolResult { IsError = true, Text = text };

        Assert.Null(ToolFailure.Of(result));
        Assert.Null(ToolFailure.RefusedClass(result));
    }

    [Fact]
    public void Defect14_TheStatusThatTheServerGives_Decides()
    {
        var structured = JsonElement.Parse("""{"error":{"status":404,"message":"ocid1.instance.oc1.phx.aa401bb was not found."}}""");
        var refused = JsonElement.Parse("""{"error":{"status":401,"message":"no"}}""");

        Assert.Null(ToolFailure.RefusedClass(new ToolResult { IsError = true, Text = "", Structured = structured }));
        Assert.Equal(FailureClass.Authentication, ToolFailure.RefusedClass(new ToolResult { IsError = true, Text = "", Structured = refused }));
    }
}
