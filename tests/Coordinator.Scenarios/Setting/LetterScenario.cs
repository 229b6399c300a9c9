using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;

namespace Coordinator.Scenarios;

/// <summary>A host with Slack, a model and tools, and what operators do with its dead letters.</summary>
internal sealed class LetterScenario : IAsyncDisposable
{
    public const string Ts = "1790000000.000100";

    public const string RunId = $"slack-T100-C100-{Ts}";

    private LetterScenario(SlackStub slack, ModelStub model, ScenarioHost host) => (Slack, Model, Host) = (slack, model, host);

    public SlackStub Slack { get; }

    public ModelStub Model { get; }

    public ScenarioHost Host { get; private set; }

    /// <summary>Texts in the thread, oldest first.</summary>
    public IReadOnlyList<string> Thread => [.. Slack.Thread("C100", Ts).Select(post => post.Text)];

    public static async Task<LetterScenario> StartAsync(ScriptedTools tools, Func<ModelRequest, ModelReply> answer, string? redis = null)
    {
        var slack = await SlackStub.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var model = await ModelStub.StartAsync(answer);
        var settings = new Dictionary<string, string> { ["ALLOW_MUTATIONS"] = "true", ["CIRCUIT_BREAKER_THRESHOLD"] = "100" };
        if (redis is not null)
        {
            settings["REDIS_URL"] = redis;
        }

        return new LetterScenario(slack, model, await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model, Slack = slack, Settings = settings, StopWithin = TimeSpan.Zero }));
    }

    /// <summary>Somebody asks in the channel; gives how it ended.</summary>
    public async Task<RunStatus> AskAsync()
    {
        Assert.Equal(200, await Host.DeliverAsync(SlackPayloads.AppMention(new SlackMessageEvent("How is Berlin?", Ts))));
        return await Host.EndAsync(RunId).SoonAsync();
    }

    public async Task<IReadOnlyList<JsonElement>> LettersAsync(string query = "") => [.. (await Host.GetAsync($"/dlq{query}")).GetProperty("items").EnumerateArray()];

    public async Task<JsonElement> LetterAsync() => Assert.Single(await LettersAsync());

    /// <summary>Orders a retry and waits for its runs to end.</summary>
    public async Task<JsonElement> RetryAsync(object order)
    {
        using var response = await Host.PostAsync("/dlq/retry", order);
        var report = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, report.ToString());
        foreach (var run in report.GetProperty("runs").EnumerateArray())
        {
            await Host.EndAsync(run.GetProperty("run_id").GetString()!).SoonAsync();
        }

        return report;
    }

    public static (int Retried, int Failed, int Skipped) Figures(JsonElement report) =>
        (report.GetProperty("retried").GetInt32(), report.GetProperty("failed").GetInt32(), report.GetProperty("skipped").GetArrayLength());

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Slack.DisposeAsync();
        await Model.DisposeAsync();
    }
}
