using System.Diagnostics.Metrics;
using Coordinator.Core.Execution;
using Coordinator.Core.Failures;
using Coordinator.Core.Replies;
using Coordinator.Core.Runs;
using Coordinator.Core.Workflows;
using Coordinator.TestKit.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Core.Tests.Execution;

public sealed class ReplyStepTests : IDisposable
{
    private static readonly PostReply Working = new(0, new StillWorking(), KnownTs: null, LostSince: null);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CountingSlack _slack = new();
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose() => _meters.Dispose();

    /// <summary>A host that delivers work at least once may carry out the very same attempt twice.</summary>
    [Fact]
    public async Task ExecuteAsync_WhenTheAttemptWasAnnouncedBefore_DoesNotPost()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var request = Request();
        var memory = new InMemoryRunMemory(_time);
        await memory.AddRunAsync(request, cancellationToken);
        var step = new ReplyStep(new AnswerText(WorkflowCatalog.Empty), new ReplyMetrics(_meters.GetRequiredService<IMeterFactory>()), _time, _slack);

        var first = await step.ExecuteAsync(Context(), Working, cancellationToken);
        var second = await step.ExecuteAsync(Context(), Working, cancellationToken);

        Assert.IsType<ReplyPosted>(first.Fact);
        Assert.IsType<ReplyIntended>(second.Fact);
        Assert.Equal(1, _slack.Posts);

        StepContext Context() => new(request, new Transcript(request.RunId, memory), memory, CancellationToken.None);
    }

    private RunRequest Request() => new()
    {
        RunId = "slack-T1-C1-1.1",
        ThreadKey = "slack-T1-C1-1.1",
        Actor = new Actor("slack", "T1", "U1"),
        Text = "list instances",
        ReplyTo = new ReplyTarget("C1", "1.1"),
        ReceivedAt = _time.GetUtcNow(),
    };

    private sealed class CountingSlack : ISlackApi
    {
        public int Posts { get; private set; }

        public Task<Outcome<SlackIdentity>> TestAuthAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Outcome<string>> PostAsync(SlackPost post, CancellationToken cancellationToken) => Task.FromResult<Outcome<string>>($"1.{++Posts}");

        public Task<Outcome<string>> UpdateAsync(string ts, SlackPost post, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Outcome<string>> FindPostAsync(SlackPost post, DateTimeOffset oldest, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
