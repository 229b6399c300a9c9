using Coordinator.Core.Runs;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>Quick reference: "LLM timeouts". Cause, symptom (the line of the rate limiter, /llm/metrics), recovery, healthy again.</summary>
public sealed class When_model_calls_take_too_long
{
    [Fact]
    public async Task Should_show_the_line_say_what_happened_and_answer_again_when_the_provider_does()
    {
        var isHanging = true;
        await using var model = await ModelStub.StartAsync(_ => isHanging ? ModelReply.Says("never") with { Delivery = Delivery.Hang } : ModelReply.Says("Here."));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan
        {
            Tools = new ScriptedTools(), Model = model, Settings = new Dictionary<string, string> { ["LLM_TIMEOUT_SECONDS"] = "2", ["LLM_MAX_CONCURRENT"] = "1" },
        });

        // Cause and symptom: one call hangs, the next stands in line, and health sees a provider that does not answer.
        var hangs = await host.BeginChatAsync("Who hangs?", "a");
        await model.RequestAsync(1, TestContext.Current.CancellationToken).SoonAsync();
        var waits = await host.BeginChatAsync("Who waits?", "b");
        await Until.TrueAsync(async () => (await host.GetAsync("/llm/metrics")).GetProperty("current_queue_size").GetInt32() == 1, "one stands in line");
        model.ListStatus = 503;
        using (await host.PostAsync("/health/check", new { }))
        {
            Assert.Equal("degraded", (await host.GetAsync("/health")).GetProperty("components").GetProperty("llm").GetString());
        }

        await Until.TrueAsync(async () => (await host.GetAsync("/llm/metrics")).GetProperty("timeout_count").GetInt32() >= 1, "the time limit is counted");

        // Recovery: the provider answers again; runs that were under way get their answers.
        (isHanging, model.ListStatus) = (false, 200);
        Assert.Equal(RunStatus.Answered, await host.EndAsync(hangs));
        Assert.Equal(RunStatus.Answered, await host.EndAsync(waits));
        using (await host.PostAsync("/health/check", new { }))
        {
            await SharedScenario.AssertConvergedAsync(host);
        }

        Assert.Equal(0, (await host.GetAsync("/llm/metrics")).GetProperty("current_queue_size").GetInt32());
    }

    [Fact]
    public async Task Should_say_in_the_answer_that_the_model_did_not_answer_and_keep_a_letter()
    {
        var isHanging = true;
        await using var model = await ModelStub.StartAsync(_ => isHanging ? ModelReply.Says("never") with { Delivery = Delivery.Hang } : ModelReply.Says("Here."));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = new ScriptedTools(), Model = model, Settings = new Dictionary<string, string> { ["LLM_TIMEOUT_SECONDS"] = "1" } });
        var answer = await host.ChatAsync("Who is there?");
        Assert.Equal("failed", answer.GetProperty("status").GetString());
        var letter = Assert.Single((await host.GetAsync("/dlq?type=timeout")).GetProperty("items").EnumerateArray());

        isHanging = false;
        using var retried = await host.PostAsync("/dlq/retry", new { failure_types = new[] { "timeout" }, max_retries = 3 });
        Assert.True(retried.IsSuccessStatusCode);
        Assert.Equal(RunStatus.Answered, await host.EndAsync($"{answer.GetProperty("run_id").GetString()}-retry1"));
        await SharedScenario.AssertConvergedAsync(host);
        Assert.Equal("model", letter.GetProperty("operation").GetString());
    }
}
