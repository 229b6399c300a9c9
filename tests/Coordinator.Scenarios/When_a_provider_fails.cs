using Coordinator.Core.Runs;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>Several providers: who answers when one of them does not, and how that is seen.</summary>
public sealed class When_a_provider_fails
{
    [Theory]
    [InlineData(529)]
    [InlineData(503)]
    [InlineData(401)]
    public async Task Should_let_the_next_answer_and_show_it_everywhere(int status)
    {
        await using var first = await ModelStub.StartAsync(_ => ModelReply.Fails(status));
        await using var second = await ModelStub.StartAsync(_ => ModelReply.Says("Sunny."));
        await using var host = await StartAsync(first, second);

        var answer = await host.ChatAsync("How is Berlin?", "a");
        Assert.Equal("Sunny.", answer.GetProperty("response").GetString());
        Assert.Equal("Sunny.", await host.AnswerAsync("How is Paris?", "b"));

        Assert.Single(first.Requests);
        var taken = await host.FactAsync<TurnTaken>(answer.GetProperty("run_id").GetString()!);
        Assert.Equal("openai/gpt-4o-mini", taken.Model);
        var providers = (await host.GetAsync("/llm/metrics")).GetProperty("providers").EnumerateArray().ToList();
        Assert.Equal(["anthropic skipped", "openai ready"], providers.Select(provider => $"{provider.GetProperty("provider").GetString()} {provider.GetProperty("state").GetString()}"));
        Assert.Equal((1, 2), (providers[0].GetProperty("failed").GetInt32(), providers[1].GetProperty("completed").GetInt32()));
        using (await host.PostAsync("/health/check", new { }))
        {
            var health = await host.GetAsync("/health?detail=true");
            Assert.Equal("degraded", health.GetProperty("status").GetString());
            Assert.StartsWith("openai/gpt-4o-mini answers instead of anthropic/claude-sonnet-4-5.", health.GetProperty("components").GetProperty("llm").GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        Assert.Contains(host.Log.Lines.All, line => line.Contains("llm_fallback model=openai/gpt-4o-mini instead_of=anthropic/claude-sonnet-4-5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_not_carry_a_wrong_request_from_one_to_the_next()
    {
        await using var first = await ModelStub.StartAsync(_ => ModelReply.Fails(400));
        await using var second = await ModelStub.StartAsync(_ => ModelReply.Says("Sunny."));
        await using var host = await StartAsync(first, second);

        Assert.Equal("failed", (await host.ChatAsync("How is Berlin?")).GetProperty("status").GetString());
        Assert.Empty(second.Requests);
    }

    /// <summary>What was shown of the first answer is withdrawn by a failed attempt, before the second begins.</summary>
    [Fact]
    public async Task Should_never_mix_the_words_of_two_models()
    {
        await using var first = await ModelStub.StartAsync(_ => ModelReply.Says("Half of this never counts.") with { Delivery = Delivery.ErrorHalfway });
        await using var second = await ModelStub.StartAsync(_ => ModelReply.Says("Sunny."));
        await using var host = await StartAsync(first, second);

        Assert.Equal("Sunny.", await host.AnswerAsync("How is Berlin?"));
        Assert.Single(first.Requests);
        Assert.Equal(["StepFailed", "TurnTaken"], host.Facts.All.Select(happened => happened.Fact.GetType().Name).Where(name => name is "StepFailed" or "TurnTaken"));
    }

    [Fact]
    public async Task Should_say_of_all_of_them_what_failed_when_none_answers()
    {
        await using var first = await ModelStub.StartAsync(_ => ModelReply.Fails(401));
        await using var second = await ModelStub.StartAsync(_ => ModelReply.Fails(403));
        await using var host = await StartAsync(first, second);

        var answer = await host.AnswerAsync("How is Berlin?");

        Assert.Contains("The model provider (anthropic) does not accept our API key. The model provider (openai) does not allow this with our API key.", answer, StringComparison.Ordinal);
    }

    private static Task<ScenarioHost> StartAsync(ModelStub anthropic, ModelStub openai) => ScenarioHost.StartAsync(new ScenarioPlan
    {
        Tools = new ScriptedTools(),
        Model = anthropic,
        Settings = new Dictionary<string, string> { ["LLM_PROVIDER_PRIORITY"] = "anthropic,openai", ["OPENAI_API_KEY"] = "test-key", ["OPENAI_BASE_URL"] = openai.OpenAiUrl.ToString() },
    });
}
