using Coordinator.Core.Tools;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

public sealed class When_a_tool_returns_too_much
{
    private const int Megabytes = 10;

    [Fact]
    public async Task Should_show_the_model_the_beginning_and_let_it_read_the_end()
    {
        var big = new string('a', (Megabytes * 1024 * 1024) - 3) + "END";
        var tools = new ScriptedTools().Read("dump", _ => ScriptedTools.Says(big));
        await using var model = await ModelStub.StartAsync(request => request.Results.Count switch
        {
            0 => ModelReply.Asks(new StubCall("dump", "{}")),
            1 => ModelReply.Asks(new StubCall("read_result", $$"""{"pointer":"tool:1.0","offset":{{big.Length - 4}},"length":100}""")),
            _ => ModelReply.Says(request.Results[^1].Text),
        });
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });
        var answer = await host.ChatAsync("Dump it");
        Assert.EndsWith("aEND", answer.GetProperty("response").GetString(), StringComparison.Ordinal);
        Assert.Equal(ToolResultText.MaxCharacters, model.Requests[1].Results[0].Text.Count(letter => letter == 'a') - "[Cut after 100000 of 10485760 characters. Read on with read_result(pointer: \"tool:1.0\", offset: 100000, length: …).]".Count(letter => letter == 'a'));

        var step = (await host.GetAsync($"/runs/{answer.GetProperty("run_id").GetString()}")).GetProperty("steps")[0];
        Assert.Equal(big.Length, step.GetProperty("result_chars").GetInt32());
        Assert.InRange(step.GetProperty("result").GetString()!.Length, 1000, 200_000);
    }

    [Fact]
    public async Task Should_say_that_there_is_nothing_to_read_at_a_wrong_pointer()
    {
        var tools = new ScriptedTools().Read("dump", _ => ScriptedTools.Says("short"));
        await using var model = await ModelStub.StartAsync(request => request.Results.Count == 0
            ? ModelReply.Asks(new StubCall("read_result", """{"pointer":"tool:7.7"}"""), new StubCall("read_result", """{"pointer":"/etc/passwd"}"""))
            : ModelReply.Says(string.Join(" | ", request.Results.Select(result => result.Text))));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });
        Assert.Equal(
            "ERROR: There is no result 'tool:7.7' in this run. | ERROR: Argument 'pointer' must be the pointer named where the result was cut, e.g. \"tool:1.0\".",
            await host.AnswerAsync("Read"));
    }
}
