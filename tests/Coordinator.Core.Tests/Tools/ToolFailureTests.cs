using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Tests.Tools;

public sealed class ToolFailureTests
{
    private const string Ocid = "ocid1.instance.oc1.iad.401anuwcljt404503";

    [Theory]
    [InlineData("""{"error":{"status":404,"message":"No such instance","request_id":"3C1D"}}""", "No such instance. 404 Not found. Next step: Verify OCID exists. Request id: 3C1D.")]
    [InlineData("""{"error":{"status":401,"message":"No such profile","action":"Use DEFAULT"}}""", "No such profile. 401 Unauthorized. Next step: Use DEFAULT.")]
    [InlineData("""{"error":{"status":429,"message":"Slow down."}}""", "Slow down. 429 Rate limited. Next step: Wait and retry.")]
    [InlineData("""{"error":{"status":418,"message":"A teapot."}}""", "A teapot.")]
    [InlineData("""{"error":{"message":"Just words."}}""", "Just words.")]
    [InlineData("""{"error":{"status":"404","message":"A status is a number."}}""", "A status is a number.")]
    public void Explain_WhenTheServerGivesAStatus_SaysWhatItMeans(string structured, string expected) =>
        Assert.Equal(expected, ToolFailure.Explain(JsonElement.Parse(structured), "the text"));

    /// <summary>Defect 14 of the original: "401" inside of an OCID was taken for an authentication error.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("""{"message":"See ocid1.instance.oc1.iad.401anuwcljt404503."}""")]
    [InlineData("""{"error":{"message":"See ocid1.instance.oc1.iad.401anuwcljt404503."}}""")]
    public void Defect14_ANumberInsideOfAText_IsNoStatus(string? structured)
    {
        var result = new ToolResult { IsError = true, Text = $"Instance {Ocid} is busy: 401, 404, 503.", Structured = structured is null ? null : JsonElement.Parse(structured) };

        Assert.Null(ToolFailure.Of(result));
        Assert.Same(result, ToolFailure.ForModel(result));
        Assert.DoesNotContain(ErrorText.NextStep, ToolFailure.Explain(result.Structured, result.Text), StringComparison.Ordinal);
    }

    [Fact]
    public void Defect14_TheStatusDecides_WhateverNumbersTheTextHas() =>
        Assert.Equal(
            $"{Ocid} is busy. 409 Conflict. Next step: Look at the resource's state, then try again.",
            ToolFailure.Explain(JsonElement.Parse($$$"""{"error":{"status":409,"message":"{{{Ocid}}} is busy"}}"""), ""));

    [Fact]
    public void ForModel_KeepsWhatElseTheServerSays()
    {
        var result = new ToolResult { IsError = true, Text = "{}", Structured = JsonElement.Parse("""{"error":{"status":404,"message":"No.","retryable":false,"similar":["web-01"]}}""") };

        Assert.Equal("No. 404 Not found. Next step: Verify OCID exists.\nDetails: {\"similar\":[\"web-01\"]}", ToolFailure.ForModel(result).Text);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("""{"error":{"status":400}}""", true)]
    [InlineData("""{"error":{"status":422}}""", true)]
    [InlineData("""{"error":{"status":404}}""", false)]
    [InlineData("""{"error":{"status":503}}""", false)]
    public void MayBeTheArguments_GoesByTheStatus(string? structured, bool expected) =>
        Assert.Equal(expected, ToolFailure.MayBeTheArguments(new ToolResult { IsError = true, Text = "x", Structured = structured is null ? null : JsonElement.Parse(structured) }));
}
