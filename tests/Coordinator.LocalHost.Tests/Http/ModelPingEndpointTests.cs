using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Resilience.ModelLimits;
using Coordinator.Core.State;
using Coordinator.TestKit.Signals;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>Runbook 2.2.</summary>
public sealed class ModelPingEndpointTests
{
    private readonly PingedModel _model = new();

    [Fact]
    public async Task Ping_AnswersWithModelAndTime_AndIsNotAmongTheFiguresOfRuns()
    {
        await using var host = await StartAsync();
        Assert.Equal(
            """{"ok":true,"provider":"anthropic","model":"claude","latency_ms":0,"input_tokens":8,"output_tokens":3,"error":null}""",
            (await PingAsync(host)).GetRawText());
        Assert.Equal((ModelOperation.Ping, 10, 0), (_model.Asked!.Operation, _model.Asked.MaxTokens!.Value, _model.Asked.Tools.Count));
        Assert.Equal(0, (await host.GetJsonAsync("/llm/metrics")).GetProperty("total_requests").GetInt32());
    }

    [Theory]
    [InlineData(FailureClass.Authentication, "authentication", "Check the provider's API key")]
    [InlineData(FailureClass.Overloaded, "overloaded", "Wait and retry")]
    [InlineData(FailureClass.Timeout, "timeout", "Check provider status, increase timeout (LLM_TIMEOUT_SECONDS)")]
    public async Task Ping_ThatFails_SaysWhyAndWhatToDo(FailureClass failure, string word, string action)
    {
        _model.Answer = new Failure(failure, "So it is.") { Code = "4711" };
        await using var host = await StartAsync();
        var ping = await PingAsync(host);
        Assert.False(ping.GetProperty("ok").GetBoolean());
        Assert.Equal($$"""{"class":"{{word}}","code":"4711","message":"So it is.","action":"{{action}}","retry_after_seconds":null}""", ping.GetProperty("error").GetRawText());
    }

    [Fact]
    public async Task Ping_ThatIsLimited_HoldsForRunsToo_AndIsAskedAllTheSame()
    {
        _model.Answer = new Failure(FailureClass.RateLimited, "Slowly.") { RetryAfter = TimeSpan.FromSeconds(30) };
        await using var host = await StartAsync();
        Assert.Equal(30, (await PingAsync(host)).GetProperty("error").GetProperty("retry_after_seconds").GetDouble());
        Assert.Equal("2026-11-24T10:00:30+00:00", (await host.GetJsonAsync("/llm/metrics")).GetProperty("paused_until").GetString());
        await PingAsync(host);
        Assert.Equal(2, _model.Times);
    }

    [Fact]
    public async Task Ping_WhenEveryPlaceIsTaken_DoesNotStandInLine()
    {
        await using var host = await StartAsync();
        var line = host.Get<Bulkheads>().Plan.Model;
        var permit = new PermitRequest(line.Pool, "r1", "user", 1, TimeSpan.FromHours(1));
        Assert.True((await host.Get<IStateStore>().AcquireAsync(permit, TestContext.Current.CancellationToken)).IsGranted);
        await host.Get<Bulkheads>().SetLimitAsync(line, 1, TestContext.Current.CancellationToken);
        Assert.True((await PingAsync(host)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Pings_AtOnce_ShareOne()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _model.Held = release.Task;
        await using var host = await StartAsync();
        using var gone = new CancellationTokenSource();
        var ping = host.Get<ModelPing>();
        var (first, second) = (ping.AskAsync(_model, gone.Token), ping.AskAsync(_model, TestContext.Current.CancellationToken));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.SoonAsync());
        release.SetResult();
        Assert.Null((await second.SoonAsync()).Failure);
        Assert.Equal(1, _model.Times);
    }

    [Fact]
    public async Task Ping_OfAProvider_AsksThatOne()
    {
        var other = new PingedModel { Provider = "openai", Answer = new Failure(FailureClass.Authentication, "Wrong key.") };
        await using var host = await CoordinatorHost.StartAsync(add: services => services.AddSingleton(new ModelList([new ServedModel(_model, null), new ServedModel(other, null)])));
        Assert.True((await PingAsync(host)).GetProperty("ok").GetBoolean());
        using var asked = await host.SendAsync(Post("/llm/ping", new { provider = "openai" }));
        Assert.Equal("Wrong key.", (await asked.JsonAsync()).GetProperty("error").GetProperty("message").GetString());
        Assert.Equal((1, 1), (_model.Times, other.Times));

        using var refused = await host.SendAsync(Post("/llm/ping", new { provider = "ollama" }));
        Assert.Contains("anthropic, openai", await refused.ProblemAsync(400, "invalid-value"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ping_WithoutAModel_SaysSo()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var error = (await PingAsync(host)).GetProperty("error");
        Assert.Equal(("unavailable", "Set a provider's key, such as ANTHROPIC_API_KEY or OPENAI_API_KEY, or LLM_PROVIDER, and restart"), (error.GetProperty("class").GetString(), error.GetProperty("action").GetString()));
    }

    private Task<CoordinatorHost> StartAsync() => CoordinatorHost.StartAsync(add: services => services.AddSingleton<IModel>(_model));

    private static async Task<JsonElement> PingAsync(CoordinatorHost host)
    {
        using var answer = await host.SendAsync(Post("/llm/ping", new { }));
        Assert.True(answer.IsSuccessStatusCode);
        return await answer.JsonAsync();
    }

    private sealed class PingedModel : IModel
    {
        public string Provider { get; init; } = "anthropic";

        public string Name => "claude";

        public Outcome<ModelAnswer> Answer { get; set; } = new ModelAnswer(new ChatMessage(ChatRole.Assistant, "pong"), 8, 3, true);

        public Task Held { get; set; } = Task.CompletedTask;

        public ModelQuestion? Asked { get; private set; }

        public int Times { get; private set; }

        public async Task<Outcome<ModelAnswer>> AskAsync(ModelQuestion question, IProgress<string>? textDeltas, CancellationToken cancellationToken)
        {
            (Asked, Times) = (question, Times + 1);
            await Held.WaitAsync(cancellationToken);
            return Answer;
        }
    }
}
