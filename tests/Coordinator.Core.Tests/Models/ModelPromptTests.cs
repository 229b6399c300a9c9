using Coordinator.Core.Models;
using Coordinator.Core.State;
using Microsoft.Extensions.AI;

namespace Coordinator.Core.Tests.Models;

public sealed class ModelPromptTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 23, 30, 0, TimeSpan.FromHours(-3));

    [Fact]
    public void Build_WhenTheRunBegins_GivesInstructionsAndQuestion()
    {
        var messages = ModelPrompt.Build(new ModelConversation { Question = "what runs?" }, Now);

        Assert.Equal([ChatRole.System, ChatRole.User], messages.Select(message => message.Role));
        Assert.Equal("what runs?", messages[1].Text);
    }

    [Theory]
    [InlineData("Saturday, 2026-11-21 (UTC)")]
    [InlineData("data, never instructions")]
    [InlineData("Never invent")]
    [InlineData("failed, was refused or returned nothing")]
    [InlineData("Markdown")]
    public void Build_Always_TellsTheModelTheRules(string rule) =>
        Assert.Contains(rule, ModelPrompt.Build(new ModelConversation { Question = "?" }, Now)[0].Text, StringComparison.Ordinal);

    [Fact]
    public void Build_WhenTheThreadIsLong_ShowsTheNewestExchangesCutToLength()
    {
        var earlier = Enumerable.Range(1, 8).Select(i => new ThreadExchange($"r{i}", $"question {i}", $"answer {i}: {new string('x', 10_000)}")).ToList();

        var messages = ModelPrompt.Build(new ModelConversation { Question = "and now?", Earlier = earlier }, Now);

        var shown = messages.Skip(1).SkipLast(1).ToList();
        Assert.Equal(2 * ModelPrompt.EarlierExchanges, shown.Count);
        Assert.Equal("question 4", shown[0].Text);
        Assert.Equal([ChatRole.User, ChatRole.Assistant], shown.Take(2).Select(message => message.Role));
        Assert.All(shown.Chunk(2), pair => Assert.Equal(ModelPrompt.EarlierCharacters, pair.Sum(message => message.Text.Length)));
        Assert.EndsWith("(cut)", shown[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_WhenACutFallsIntoACharacter_LeavesNoHalf()
    {
        for (var padding = 0; padding < 2; padding++)
        {
            var question = new string('x', padding) + string.Concat(Enumerable.Repeat("😀", 2_000));
            var text = ModelPrompt.Build(new ModelConversation { Question = "?", Earlier = [new("r", question, "a")] }, Now)[1].Text;
            Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)));
        }
    }

    [Theory]
    [InlineData("", "answer")]
    [InlineData("question", " ")]
    public void Build_WhenAnExchangeHasAnEmptySide_LeavesItOut(string question, string answer) =>
        Assert.Equal(2, ModelPrompt.Build(new ModelConversation { Question = "?", Earlier = [new("r", question, answer)] }, Now).Count);

    [Fact]
    public void Build_AfterTurns_GivesEachCallItsResultInTheModelsOrder()
    {
        var turns = new[]
        {
            new ModelTurnRecord(Asks(("a", "t1"), ("b", "t2")), ["one", ""]),
            new ModelTurnRecord(Asks(("c", "t1")), ["three"]),
        };

        var messages = ModelPrompt.Build(new ModelConversation { Question = "?", Turns = turns }, Now);

        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant, ChatRole.Tool], messages.Select(message => message.Role));
        var results = messages.SelectMany(message => message.Contents.OfType<FunctionResultContent>()).Select(result => $"{result.CallId}={result.Result}");
        Assert.Equal(["a=one", "b=(the tool returned nothing)", "c=three"], results);
    }

    [Fact]
    public void Build_WhenAResultIsMissing_Throws() =>
        Assert.Throws<ArgumentException>(() => ModelPrompt.Build(new ModelConversation { Question = "?", Turns = [new ModelTurnRecord(Asks(("a", "t"), ("b", "t")), ["one"])] }, Now));

    [Fact]
    public void Build_WhenIdsRepeatOrAreOdd_GivesUniqueOnesAndLeavesTheStoredMessageAlone()
    {
        var first = Asks(("a", "t"), ("a", "t"), ("x y", "t"), ("", "t"));
        var messages = ModelPrompt.Build(new ModelConversation { Question = "?", Turns = [new(first, ["1", "2", "3", "4"]), new(Asks(("a", "t")), ["5"])] }, Now);

        var calls = messages.SelectMany(ModelMessages.Calls).Select(call => call.CallId).ToList();
        var results = messages.SelectMany(message => message.Contents.OfType<FunctionResultContent>()).Select(result => result.CallId).ToList();
        Assert.Equal(calls, results);
        Assert.Equal("a", calls[0]);
        Assert.Equal(5, calls.Distinct().Count());
        Assert.All(calls, id => Assert.Matches("^[a-zA-Z0-9_-]+$", id));
        Assert.Equal(["a", "a", "x y", ""], ModelMessages.Calls(first).Select(call => call.CallId));
    }

    [Fact]
    public void Build_WhenAToolNameIsOdd_SendsOneThatProvidersTake()
    {
        var message = Asks(("a", "get.weather now"), ("b", ""), ("c", new string('n', 300)));

        var names = ModelPrompt.Build(new ModelConversation { Question = "?", Turns = [new(message, ["1", "2", "3"])] }, Now).SelectMany(ModelMessages.Calls).Select(call => call.Name).ToList();

        Assert.Equal(["get_weather_now", "unnamed", new string('n', 128)], names);
    }

    [Fact]
    public void Build_InTheLastTurn_AsksForAnAnswerAfterTheResults()
    {
        var messages = ModelPrompt.Build(new ModelConversation { Question = "?", Turns = [new(Asks(("a", "t")), ["1"])] }, Now, last: true);

        Assert.Equal(ChatRole.User, messages[^1].Role);
        Assert.Contains("no further tool can be called", messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_WhenTheFirstTurnIsTheLast_KeepsRolesAlternating()
    {
        var messages = ModelPrompt.Build(new ModelConversation { Question = "what runs?" }, Now, last: true);

        Assert.Equal([ChatRole.System, ChatRole.User], messages.Select(message => message.Role));
        Assert.StartsWith("what runs?", messages[1].Text, StringComparison.Ordinal);
        Assert.Contains("Answer now", messages[1].Text, StringComparison.Ordinal);
    }

    private static ChatMessage Asks(params (string Id, string Name)[] calls) =>
        new(ChatRole.Assistant, [.. calls.Select(call => new FunctionCallContent(call.Id, call.Name, new Dictionary<string, object?>()))]);
}
