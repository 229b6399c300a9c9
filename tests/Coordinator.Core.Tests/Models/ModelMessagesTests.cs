using System.Text.Json;
using Coordinator.Core.Models;
using Microsoft.Extensions.AI;

namespace Coordinator.Core.Tests.Models;

public sealed class ModelMessagesTests
{
    /// <summary>Messages of runs that wait on disk are in this form: a change must still read it.</summary>
    private const string Stored =
        """{"role":"assistant","contents":[{"$type":"text","text":"Looking."},{"$type":"functionCall","callId":"a","name":"t","arguments":{"place":"Bern","days":3,"deep":{"x":[1,null]}}}]}""";

    [Fact]
    public void FromJson_WhenStoredByAnEarlierVersion_ReadsTextAndCalls()
    {
        var message = ModelMessages.FromJson(Stored);

        Assert.Equal(("Looking.", "a", "t"), (message.Text, ModelMessages.Calls(message)[0].CallId, ModelMessages.Calls(message)[0].Name));
        Assert.Equal("""{"place":"Bern","days":3,"deep":{"x":[1,null]}}""", JsonSerializer.Serialize(ModelMessages.Calls(message)[0].Arguments));
    }

    [Fact]
    public void ToJson_AfterFromJson_GivesTheSameMessage()
    {
        var once = ModelMessages.ToJson(ModelMessages.FromJson(Stored));

        Assert.Equal(once, ModelMessages.ToJson(ModelMessages.FromJson(once)));
        Assert.Equal(JsonSerializer.Serialize(ModelMessages.Calls(ModelMessages.FromJson(Stored))[0].Arguments), JsonSerializer.Serialize(ModelMessages.Calls(ModelMessages.FromJson(once))[0].Arguments));
    }

    [Fact]
    public void ToJson_WithSignedReasoning_KeepsTheSignature()
    {
        var message = new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("thinking") { ProtectedData = "signature" }, new TextContent("done")]);

        var reasoning = Assert.IsType<TextReasoningContent>(ModelMessages.FromJson(ModelMessages.ToJson(message)).Contents[0]);

        Assert.Equal(("thinking", "signature"), (reasoning.Text, reasoning.ProtectedData));
    }

    [Fact]
    public void MalformedArguments_WhenMarkedAndStored_GivesTheProblem()
    {
        var call = new FunctionCallContent("a", "t");
        ModelMessages.MarkMalformed(call, "no JSON");

        var read = ModelMessages.Calls(ModelMessages.FromJson(ModelMessages.ToJson(new ChatMessage(ChatRole.Assistant, [call]))))[0];

        Assert.Equal("no JSON", ModelMessages.MalformedArguments(read));
        Assert.Empty(read.Arguments!);
    }

    [Fact]
    public void MalformedArguments_WhenNotMarked_IsNull() => Assert.Null(ModelMessages.MalformedArguments(new FunctionCallContent("a", "t")));

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("")]
    public void FromJson_WhenItIsNoMessage_Throws(string json) => Assert.ThrowsAny<JsonException>(() => ModelMessages.FromJson(json));
}
