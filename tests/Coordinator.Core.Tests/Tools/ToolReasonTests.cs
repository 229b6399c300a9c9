using System.Text.Json;
using Coordinator.Core.Execution;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Tests.Tools;

public sealed class ToolReasonTests
{
    [Theory]
    [InlineData("""{"error":{"message":"Not authorized."}}""", "Not authorized.")]
    [InlineData("""{"error":{"message":42}}""", "the text")]
    [InlineData("""{"error":"plain"}""", "the text")]
    [InlineData("""[1]""", "the text")]
    public void Of_WhenTheServerGivesAMessage_IsTheMessage(string structured, string expected)
    {
        var result = new ToolResult { IsError = true, Text = "the\ntext", Structured = JsonDocument.Parse(structured).RootElement };

        Assert.Equal(expected, ToolReason.Of(result));
    }

    [Fact]
    public void Of_WhenThereIsNothing_SaysSo() =>
        Assert.Equal("It gave no reason.", ToolReason.Of(new ToolResult { IsError = true, Text = "" }));
}
