using System.Text.Json;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;

namespace Coordinator.Scenarios;

/// <summary>A host with Slack and a model, and a clock that stands still.</summary>
internal sealed class SlackScenario : IAsyncDisposable
{
    public const string Ts = "1790000000.000100";

    public const string RunId = $"slack-T100-C100-{Ts}";

    private SlackScenario(ManualClock clock, SlackStub slack, ModelStub model, ScenarioHost host) => (Clock, Slack, Model, Host) = (clock, slack, model, host);

    public static SlackMessageEvent Question { get; } = new("How is Berlin?", Ts);

    public ManualClock Clock { get; }

    public SlackStub Slack { get; }

    public ModelStub Model { get; }

    public ScenarioHost Host { get; }

    /// <summary>All messages in the thread of <see cref="Question"/> as they stand.</summary>
    public IReadOnlyList<SlackStubPost> Thread => Slack.Thread(Question.Channel, Ts);

    /// <summary>Posts that reached Slack, whatever became of them.</summary>
    public int PostCalls => Slack.Calls.Count(call => call.Method == "chat.postMessage");

    public static Task<SlackScenario> StartAsync(string answer) => StartAsync(_ => ModelReply.Says(answer));

    public static async Task<SlackScenario> StartAsync(Func<ModelRequest, ModelReply> answer, ScriptedTools? tools = null)
    {
        var clock = new ManualClock();
        var slack = await SlackStub.StartAsync(time: clock, cancellationToken: TestContext.Current.CancellationToken);
        var model = await ModelStub.StartAsync(answer);
        var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools ?? new ScriptedTools(), Model = model, Slack = slack, Clock = clock, StopWithin = TimeSpan.Zero });
        return new SlackScenario(clock, slack, model, host);
    }

    /// <summary>The question is asked in a channel.</summary>
    public async Task AskAsync() => Assert.Equal(200, await Host.DeliverAsync(SlackPayloads.AppMention(Question)));

    /// <summary>Somebody writes in the thread of the question, without a mention.</summary>
    public async Task<string> ReplyAsync(string text, string ts)
    {
        Assert.Equal(200, await Host.DeliverAsync(SlackPayloads.ChannelMessage(new SlackMessageEvent(text, ts) { ThreadTs = Ts })));
        return $"slack-T100-C100-{ts}";
    }

    /// <summary>The step failed and waits for its next attempt: makes it so late.</summary>
    public async Task<StepFailed> RetryAsync(string step, int attempt = 1)
    {
        var failed = await Host.FactAsync<StepFailed>(RunId, fact => fact.Step == step && fact.Attempt == attempt);
        await Clock.PassAsync(failed.RetryAt!.Value, TestContext.Current.CancellationToken);
        return failed;
    }

    public async Task<IReadOnlyList<JsonElement>> RunsAsync() => [.. (await Host.GetAsync("/runs")).GetProperty("runs").EnumerateArray()];

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Slack.DisposeAsync();
        await Model.DisposeAsync();
    }
}
