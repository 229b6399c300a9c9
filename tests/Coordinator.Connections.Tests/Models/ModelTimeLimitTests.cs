using Coordinator.Connections.Models;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.TestKit.Models;

namespace Coordinator.Connections.Tests.Models;

public sealed class ModelTimeLimitTests
{
    private static readonly TimeSpan JustBefore = TimeSpan.FromSeconds(299);

    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_WhenNothingComesBack_TimesOutAfterTheConfiguredTime(string provider)
    {
        await using var asked = await AskedModel.StartAsync(provider, new ModelReply { Delivery = Delivery.Hang });
        var answer = asked.AskAsync();
        var request = await asked.Stub.RequestAsync(1, TestContext.Current.CancellationToken);

        asked.Time.Advance(JustBefore);
        Assert.False(answer.IsCompleted);
        asked.Time.Advance(TimeSpan.FromSeconds(2));

        var failure = (await answer).Failure!;
        Assert.Equal((FailureClass.Timeout, true), (failure.Class, failure.MaybeExecuted));
        Assert.Contains("within 300 s", failure.Message, StringComparison.Ordinal);
        await request.CallerGone.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Theory, CombinatorialWires(nameof(Delivery.HoldHalfway), nameof(Delivery.Drip))]
    public async Task AskAsync_WhenTheAnswerDoesNotEnd_TimesOutAfterTheConfiguredTime(string provider, string delivery)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Says("one two three four five six") with { Delivery = Enum.Parse<Delivery>(delivery), Hold = new ModelHold() });
        var deltas = new Deltas();
        var answer = asked.AskAsync(deltas);
        await deltas.First;

        asked.Time.Advance(JustBefore);
        Assert.False(answer.IsCompleted);
        asked.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(FailureClass.Timeout, (await answer).Failure!.Class);
    }

    [Theory]
    [InlineData(ModelOperation.Turn, null, 300, FailureClass.Timeout)]
    [InlineData(ModelOperation.Answer, null, 40, FailureClass.Timeout)]
    [InlineData(ModelOperation.Answer, 25, 25, FailureClass.OutOfTime)]
    [InlineData(ModelOperation.Turn, 0, 5, FailureClass.OutOfTime)]
    public async Task AskAsync_EndsWithTheLimitOfTheOperation_OrWithTheRun(ModelOperation operation, int? left, int seconds, FailureClass expected)
    {
        var limits = new Dictionary<ModelOperation, TimeSpan> { [ModelOperation.Answer] = TimeSpan.FromSeconds(40) };
        await using var asked = await AskedModel.StartAsync(ModelProviders.Anthropic, limits, new ModelReply { Delivery = Delivery.Hang });
        var answer = asked.AskAsync(operation, left is { } rest ? asked.Time.GetUtcNow().AddSeconds(rest) : null);
        await asked.Stub.RequestAsync(1, TestContext.Current.CancellationToken);

        asked.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.False(answer.IsCompleted);
        asked.Time.Advance(TimeSpan.FromSeconds(1));

        var failure = (await answer.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Failure!;
        Assert.Equal(expected, failure.Class);
        Assert.Contains($"within {seconds} s", failure.Message, StringComparison.Ordinal);
    }

    [Theory, CombinatorialWires(nameof(Delivery.Hang), nameof(Delivery.HoldHalfway))]
    public async Task AskAsync_WhenTheCallerCancels_StopsTheRequestAndThrows(string provider, string delivery)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Says("one two three four") with { Delivery = Enum.Parse<Delivery>(delivery), Hold = new ModelHold() });
        using var caller = new CancellationTokenSource();
        var answer = asked.AskAsync(cancellationToken: caller.Token);
        var request = await asked.Stub.RequestAsync(1, TestContext.Current.CancellationToken);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await request.CallerGone.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_WhenTheSecondHalfComesLate_GivesTheWholeAnswer(string provider)
    {
        var hold = new ModelHold();
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Says("first half, second half") with { Delivery = Delivery.HoldHalfway, Hold = hold });
        var answer = asked.AskAsync();
        await hold.Reached.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(answer.IsCompleted);

        hold.Release();

        Assert.Equal("first half, second half", (await answer).Value!.Message.Text);
    }
}
