using Coordinator.Core.Failures;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

public sealed class When_a_model_uses_tools
{
    [Fact]
    public async Task Should_answer_from_two_tools()
    {
        var tools = new ScriptedTools().Read("weather", call => ScriptedTools.Says($"21 C in {call.Arguments.GetProperty("city").GetString()}")).Read("news", _ => ScriptedTools.Says("All quiet."));
        await using var model = await ModelStub.StartAsync(request => request.Results.Count == 0
            ? ModelReply.Asks(new StubCall("weather", """{"city":"Berlin"}"""), new StubCall("news", "{}"))
            : ModelReply.Says($"Results: {string.Join(" / ", request.Results.Select(result => result.Text))}"));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });
        var answer = await host.ChatAsync("How is Berlin?");
        Assert.Equal("Results: 21 C in Berlin / All quiet.", answer.GetProperty("response").GetString());
        Assert.Equal(2, answer.GetProperty("steps").GetArrayLength());
        Assert.Equal(2, tools.Calls.Count);
    }

    [Fact]
    public async Task Should_tell_the_model_of_malformed_arguments_and_unknown_tools()
    {
        var tools = new ScriptedTools().Read("weather", _ => ScriptedTools.Says("21 C"));
        await using var model = await ModelStub.StartAsync(request => request.Results.Count == 0
            ? ModelReply.Asks(new StubCall("weather", "{\"city\": "), new StubCall("wether", "{}"))
            : ModelReply.Says(string.Join(" / ", request.Results.Select(result => result.Text))));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });
        var answer = await host.AnswerAsync("How is Berlin?");
        Assert.Contains("The arguments of 'weather' are not a JSON object", answer, StringComparison.Ordinal);
        Assert.Contains("There is no tool named 'wether'.", answer, StringComparison.Ordinal);
        Assert.Empty(tools.Calls);
    }

    [Fact]
    public async Task Should_end_an_endless_loop_with_an_answer_that_says_why()
    {
        var number = 0;
        var tools = new ScriptedTools().Read("again", _ => ScriptedTools.Says("and again"));
        await using var model = await ModelStub.StartAsync(request => request.Body["tool_choice"]?["type"]?.GetValue<string>() != "none"
            ? ModelReply.Asks(new StubCall("again", $$"""{"n":{{Interlocked.Increment(ref number)}}}"""))
            : ModelReply.Says("That is all I have."));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });
        var answer = await host.ChatAsync("Loop!");
        Assert.Equal("That is all I have.\n\n_This run has used all of its 12 turns._", answer.GetProperty("response").GetString());
        Assert.Equal(12, tools.Calls.Count);
        Assert.Equal(13, model.Requests.Count);
    }

    [Fact]
    public async Task Should_refuse_the_third_repetition_of_the_same_call()
    {
        var tools = new ScriptedTools().Read("same", _ => ScriptedTools.Says("same"));
        await using var model = await ModelStub.StartAsync(request => request.Results.Any(result => result.Text.Contains("Not called", StringComparison.Ordinal))
            ? ModelReply.Says("I give up.")
            : ModelReply.Asks(new StubCall("same", "{}")));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });
        Assert.Equal("I give up.", await host.AnswerAsync("Repeat!"));
        Assert.Equal(3, tools.Calls.Count);
    }

    [Fact]
    public async Task Should_carry_out_forty_of_two_hundred_calls_and_eight_at_once()
    {
        var tools = new ScriptedTools().Read("one", async (_, _) =>
        {
            await Task.Yield();
            return ScriptedTools.Says("done");
        });
        await using var model = await ModelStub.StartAsync(request => request.Results.Count == 0
            ? ModelReply.Asks([.. Enumerable.Range(0, 200).Select(n => new StubCall("one", $$"""{"n":{{n}}}"""))])
            : ModelReply.Says($"{request.Results.Count(result => result.Text == "done")} of {request.Results.Count}"));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });
        var answer = await host.AnswerAsync("All!");
        Assert.StartsWith("40 of 200", answer, StringComparison.Ordinal);
        Assert.Equal(40, tools.Calls.Count);
        Assert.InRange(tools.MostUnderWay, 1, 8);
    }

    [Fact]
    public async Task Should_read_on_in_a_result_that_was_cut()
    {
        var tools = new ScriptedTools().Read("big", _ => ScriptedTools.Says(new string('a', 150_000) + "THE END"));
        await using var model = await ModelStub.StartAsync(request => request.Results.Count switch
        {
            0 => ModelReply.Asks(new StubCall("big", "{}")),
            1 when request.Results[0].Text.Contains("read_result(pointer: \"tool:1.0\", offset: 100000", StringComparison.Ordinal) =>
                ModelReply.Asks(new StubCall("read_result", """{"pointer":"tool:1.0","offset":149990,"length":100}""")),
            _ => ModelReply.Says(request.Results[^1].Text),
        });
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });
        var answer = await host.AnswerAsync("Read it all");
        Assert.Equal("[characters 149990 to 150007 of 150007]\naaaaaaaaaaTHE END", answer);
    }

    [Fact]
    public async Task Should_remember_the_thread()
    {
        await using var model = await ModelStub.StartAsync(request => ModelReply.Says($"You said: {string.Join(" | ", request.Messages.Where(message => message.Role == "user").Select(message => message.Text))}"));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = new ScriptedTools(), Model = model });
        await host.ChatAsync("My name is Ann.", "t1");
        var answer = await host.AnswerAsync("What is my name?", "t1");
        Assert.Contains("My name is Ann.", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Ann", await host.AnswerAsync("What is my name?", "t2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_answer_from_elsewhere_when_a_tool_fails()
    {
        var tools = new ScriptedTools().Read("down", _ => new Failure(FailureClass.Validation, "'scripted' refused the call."));
        await using var model = await ModelStub.StartAsync(request => request.Results.Count == 0
            ? ModelReply.Asks(new StubCall("down", "{}"))
            : ModelReply.Says($"It failed: {request.Results[0].Text}"));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });
        Assert.Equal("It failed: ERROR: 'scripted' refused the call. Next step: Check parameters.", await host.AnswerAsync("Try"));
    }
}
