using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

public sealed class When_a_model_misbehaves
{
    public static TheoryData<string, ModelReply> Passing => new()
    {
        { "429", ModelReply.Fails(429, "0") },
        { "529", ModelReply.Fails(529, "0") },
        { "503", ModelReply.Fails(503, "0") },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Should_try_again_when_the_trouble_passes(string name, ModelReply trouble)
    {
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Says($"fine after {name}"));
        model.Enqueue(trouble);
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = new ScriptedTools(), Model = model });
        Assert.Equal($"fine after {name}", await host.AnswerAsync("Hm?"));
        Assert.Equal(2, model.Requests.Count);
    }

    [Theory]
    [InlineData(401, "authentication", "The model provider (anthropic) does not accept our API key. Next step: Check the provider's API key.")]
    [InlineData(400, "validation", "The model provider (anthropic) refused the request (HTTP 400): the stub was told to fail. Next step: Ask for less, or check LLM_MODEL and LLM_MAX_TOKENS.")]
    public async Task Should_say_cause_and_next_step_at_once_when_repeating_cannot_help(int status, string deadLetter, string said)
    {
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Fails(status));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = new ScriptedTools(), Model = model });
        var answer = await host.ChatAsync("Hm?");
        Assert.Equal("failed", answer.GetProperty("status").GetString());
        Assert.StartsWith($"**I could not finish this.** {said}\n\nYour request is kept", answer.GetProperty("response").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("test-key", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Single(model.Requests);
        var run = await host.GetAsync($"/runs/{answer.GetProperty("run_id").GetString()}");
        Assert.Contains(deadLetter, run.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_give_up_after_five_attempts()
    {
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Fails(429, "0"));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = new ScriptedTools(), Model = model });
        Assert.Equal("failed", (await host.ChatAsync("Hm?")).GetProperty("status").GetString());
        Assert.Equal(5, model.Requests.Count);
    }
}
