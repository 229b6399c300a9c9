using Coordinator.Connections.Models;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.TestKit.Models;

namespace Coordinator.Connections.Tests.Models;

public sealed class ModelAnswerTests
{
    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_WhenTheModelSpeaks_GivesTextAndUsageAndReportsEachPiece(string provider)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Says("The answer is forty-two."));
        var deltas = new Deltas();

        var outcome = await asked.AskAsync(deltas);

        var answer = Assert.IsType<ModelAnswer>(outcome.Value);
        Assert.Equal("The answer is forty-two.", answer.Message.Text);
        Assert.Equal((12, 7, false), (answer.InputTokens, answer.OutputTokens, answer.CutAtLength));
        Assert.Equal("The answer is forty-two.", string.Concat(deltas.All));
        Assert.True(deltas.All.Count > 2);
    }

    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_WhenTheModelCallsTools_GivesTextAndCallsInOrder(string provider)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Asks(
            StubCall.Of("get_weather", new { place = "Bern", days = 3 }),
            StubCall.Of("get_weather", new { place = "Köln" })) with { Text = "Let me look." });

        var answer = (await asked.AskAsync()).Value!;

        Assert.Equal("Let me look.", answer.Message.Text);
        var calls = ModelMessages.Calls(answer.Message);
        Assert.Equal(["Bern", "Köln"], calls.Select(call => call.Arguments!["place"]!.ToString()));
        Assert.Equal("3", calls[0].Arguments!["days"]!.ToString());
        Assert.All(calls, call => Assert.Null(ModelMessages.MalformedArguments(call)));
    }

    [Theory]
    [InlineData(ModelProviders.Anthropic, "max_tokens")]
    [InlineData(ModelProviders.OpenAi, "length")]
    public async Task AskAsync_WhenTheLimitCutsTheAnswer_SaysSo(string provider, string reason)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Says("The list is: one, two") with { FinishReason = reason });

        Assert.True((await asked.AskAsync()).Value!.CutAtLength);
    }

    [Theory]
    [InlineData(ModelProviders.Anthropic, "max_tokens", "")]
    [InlineData(ModelProviders.Anthropic, "max_tokens", "{\"place\": \"Be")]
    [InlineData(ModelProviders.OpenAi, "length", "")]
    [InlineData(ModelProviders.OpenAi, "length", "{\"place\": \"Be")]
    public async Task AskAsync_WhenTheLimitCutsTheArguments_MarksTheCall(string provider, string reason, string arguments)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Asks(new StubCall("get_weather", arguments)) with { FinishReason = reason });

        var answer = (await asked.AskAsync()).Value!;

        Assert.Contains("output limit", ModelMessages.MalformedArguments(Assert.Single(ModelMessages.Calls(answer.Message))), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_WhenAToolWithoutParametersIsCalledWithAnEmptyText_GivesAnEmptyObject(string provider)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Asks(new StubCall("list_regions", "")));

        var call = Assert.Single(ModelMessages.Calls((await asked.AskAsync()).Value!.Message));

        Assert.Null(ModelMessages.MalformedArguments(call));
        Assert.Empty(call.Arguments!);
    }

    [Theory, CombinatorialWires("{\"place\": \"Be", "not json", "[\"Bern\"]", "\"Bern\"")]
    public async Task AskAsync_WhenArgumentsAreMalformed_MarksTheCallThroughJsonAndTheNextRequestIsValid(string provider, string arguments)
    {
        await using var asked = await AskedModel.StartAsync(
            provider,
            ModelReply.Asks(new StubCall("get_weather", arguments), StubCall.Of("get_weather", new { place = "Bern" })),
            ModelReply.Says("done"));
        var first = (await asked.AskAsync()).Value!;
        var stored = ModelMessages.FromJson(ModelMessages.ToJson(first.Message));
        var calls = ModelMessages.Calls(stored);

        Assert.StartsWith("The arguments are not a JSON object", ModelMessages.MalformedArguments(calls[0]), StringComparison.Ordinal);
        Assert.Null(ModelMessages.MalformedArguments(calls[1]));

        var second = await asked.AskAsync(new ModelConversation { Question = "hello", Turns = [new ModelTurnRecord(stored, ["bad arguments", "sunny"])] });
        Assert.True(second.IsSuccess, second.Failure?.Message);
        Assert.Equal(["bad arguments", "sunny"], asked.Stub.Requests[1].Results.Select(result => result.Text));
    }

    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_AfterTurnsReadBackFromJson_SendsAHistoryThatTheApiAccepts(string provider)
    {
        await using var asked = await AskedModel.StartAsync(
            provider,
            ModelReply.Asks(StubCall.Of("get_weather", new { place = "Bern" }), StubCall.Of("get_weather", new { place = "Rome" })) with { Text = "Looking. " },
            ModelReply.Asks(StubCall.Of("get_weather", new { place = "Oslo" })),
            ModelReply.Says("All sunny."));
        var conversation = new ModelConversation { Question = "weather?", Earlier = [new("r0", "hi", "hello")] };

        for (var turn = 0; turn < 2; turn++)
        {
            var message = ModelMessages.FromJson(ModelMessages.ToJson((await asked.AskAsync(conversation)).Value!.Message));
            conversation = conversation with { Turns = [.. conversation.Turns, new ModelTurnRecord(message, [.. ModelMessages.Calls(message).Select(call => $"sunny in {call.Arguments!["place"]}")])] };
        }

        var last = await asked.AskAsync(conversation);

        Assert.True(last.IsSuccess, last.Failure?.Message);
        var request = asked.Stub.Requests[2];
        Assert.Equal(["sunny in Bern", "sunny in Rome", "sunny in Oslo"], request.Results.Select(result => result.Text));
        Assert.Equal(["hi", "hello", "weather?"], request.Messages.Take(3).Select(message => message.Text));
        Assert.Contains("Friday, 2026-11-20", request.System, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_InTheLastTurn_DeclaresTheCalledToolsAndForbidsThem(string provider)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Asks(StubCall.Of("get_weather", new { place = "Bern" })), ModelReply.Says("done"));
        var first = (await asked.AskAsync()).Value!;

        var outcome = await asked.AskAsync(new ModelConversation { Question = "weather?", Turns = [new ModelTurnRecord(first.Message, ["sunny"])] }, last: true);

        Assert.True(outcome.IsSuccess, outcome.Failure?.Message);
        var request = asked.Stub.Requests[1];
        Assert.Equal(["get_weather"], request.Tools);
        Assert.Contains("none", request.Body["tool_choice"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("limits of this run", request.UserText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_WhenTheProviderDeclines_Fails()
    {
        await using var asked = await AskedModel.StartAsync(ModelProviders.Anthropic, new ModelReply { FinishReason = "refusal" });

        Assert.Equal(FailureClass.Denied, (await asked.AskAsync()).Failure!.Class);
    }
}
