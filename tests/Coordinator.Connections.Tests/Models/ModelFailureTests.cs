using Coordinator.Connections.Models;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.TestKit.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Connections.Tests.Models;

public sealed class ModelFailureTests
{
    public static TheoryData<string, int, FailureClass> Statuses()
    {
        var rows = new TheoryData<string, int, FailureClass>();
        foreach (var provider in new[] { ModelProviders.Anthropic, ModelProviders.OpenAi })
            foreach (var (status, expected) in new[]
            {
                (307, FailureClass.Protocol),
                (400, FailureClass.Validation),
                (401, FailureClass.Authentication),
                (402, FailureClass.Denied),
                (403, FailureClass.Denied),
                (404, FailureClass.NotFound),
                (408, FailureClass.ServerError),
                (413, FailureClass.Validation),
                (422, FailureClass.Validation),
                (429, FailureClass.RateLimited),
                (500, FailureClass.ServerError),
                (503, FailureClass.ServerError),
                (529, FailureClass.Overloaded),
            })
                rows.Add(provider, status, expected);
        return rows;
    }

    [Theory, MemberData(nameof(Statuses))]
    public async Task AskAsync_WhenTheProviderRefuses_ClassifiesTheStatusAndDoesNotTryAgain(string provider, int status, FailureClass expected)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Fails(status));

        var failure = (await asked.AskAsync()).Failure!;

        Assert.Equal((expected, $"{status}", false), (failure.Class, failure.Code, failure.MaybeExecuted));
        Assert.Single(asked.Stub.Requests);
    }

    public static TheoryData<string, string, FailureClass, bool> Breakdowns()
    {
        var rows = new TheoryData<string, string, FailureClass, bool>();
        foreach (var provider in new[] { ModelProviders.Anthropic, ModelProviders.OpenAi })
            foreach (var (delivery, expected) in new[]
            {
                (Delivery.CutBefore, FailureClass.Network),
                (Delivery.CutHalfway, FailureClass.Network),
                (Delivery.StopHalfway, FailureClass.Network),
                (Delivery.Garbage, FailureClass.Protocol),
                (Delivery.GarbageHalfway, FailureClass.Protocol),
                (Delivery.Html, FailureClass.Protocol),
                (Delivery.Empty, FailureClass.Protocol),
                (Delivery.Endless, FailureClass.Protocol),
            })
                rows.Add(provider, delivery.ToString(), expected, true);
        return rows;
    }

    [Theory, MemberData(nameof(Breakdowns))]
    public async Task AskAsync_WhenTheAnswerBreaksDown_SaysHow(string provider, string delivery, FailureClass expected, bool maybeExecuted)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Says("a rather long answer, in many pieces") with { Delivery = Enum.Parse<Delivery>(delivery) });

        var failure = (await asked.AskAsync()).Failure!;

        Assert.Equal((expected, maybeExecuted), (failure.Class, failure.MaybeExecuted));
        Assert.Single(asked.Stub.Requests);
    }

    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_WhenTheErrorCannotBeRead_GoesByTheStatus(string provider)
    {
        using var half = new HalfCharacter();
        var options = new ModelOptions { Provider = provider, Model = "m", BaseUrl = new Uri("http://localhost/v1"), ApiKey = "k" };
        var model = ModelClients.Create(options, TimeProvider.System, NullLoggerFactory.Instance, half)!;

        var outcome = await model.AskAsync(new ModelQuestion([new ChatMessage(ChatRole.User, "hello")], []), null, TestContext.Current.CancellationToken);

        Assert.Equal((FailureClass.Validation, "400"), (outcome.Failure!.Class, outcome.Failure.Code));
    }

    [Fact]
    public async Task AskAsync_WhenTheSdkDoesNotKnowTheReasonForTheEnd_IsAProtocolFailure()
    {
        await using var asked = await AskedModel.StartAsync(ModelProviders.OpenAi, ModelReply.Says("done") with { FinishReason = "eos" });

        Assert.Equal(FailureClass.Protocol, (await asked.AskAsync()).Failure!.Class);
    }

    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_WhenTheModelAnswersNothing_Fails(string provider)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Says(""), ModelReply.Says("  \n"));

        foreach (var outcome in new[] { await asked.AskAsync(), await asked.AskAsync() })
        {
            Assert.Equal(FailureClass.Protocol, outcome.Failure!.Class);
            Assert.EndsWith("answered nothing.", outcome.Failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ModelProviders.Anthropic, "overloaded_error", FailureClass.Overloaded)]
    [InlineData(ModelProviders.Anthropic, "rate_limit_error", FailureClass.RateLimited)]
    [InlineData(ModelProviders.Anthropic, "api_error", FailureClass.ServerError)]
    [InlineData(ModelProviders.OpenAi, "server_error", FailureClass.ServerError)]
    [InlineData(ModelProviders.OpenAi, "rate_limit_exceeded", FailureClass.RateLimited)]
    public async Task AskAsync_WhenTheStreamHoldsAnError_ClassifiesIt(string provider, string type, FailureClass expected)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Says("a rather long answer") with { Delivery = Delivery.ErrorHalfway, ErrorType = type });

        var failure = (await asked.AskAsync()).Failure!;

        Assert.Equal((expected, type, true), (failure.Class, failure.Code, failure.MaybeExecuted));
    }

    [Theory]
    [InlineData(ModelProviders.Anthropic, 429, "rate_limit_error", "contract_spend_limit_reached")]
    [InlineData(ModelProviders.Anthropic, 429, "rate_limit_error", "enforced_spend_limit_reached")]
    [InlineData(ModelProviders.OpenAi, 429, "insufficient_quota", "insufficient_quota")]
    public async Task AskAsync_WhenASpendingLimitIsReached_IsDenied(string provider, int status, string type, string code)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Fails(status, "30") with { ErrorType = type, ErrorCode = code });

        Assert.Equal(FailureClass.Denied, (await asked.AskAsync()).Failure!.Class);
    }

    [Theory, CombinatorialWires("7|7", "0|0", "1.5|1.5", "-3|0", "Fri, 20 Nov 2026 12:00:42 GMT|42", "Fri, 20 Nov 2026 11:00:00 GMT|0", "999999999|86400", "soon|", "1e999|", "|")]
    public async Task AskAsync_WhenTheProviderSaysWhenToComeBack_PassesItOn(string provider, string headerAndSeconds)
    {
        var (header, seconds) = headerAndSeconds.Split('|') is [var first, var second] ? (first, second) : default;
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Fails(429, header.Length > 0 ? header : null));

        var failure = (await asked.AskAsync()).Failure!;

        Assert.Equal(seconds, failure.RetryAfter?.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "");
    }

    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_WhenNobodyListens_IsANetworkFailureThatExecutedNothing(string provider)
    {
        await using var asked = await AskedModel.StartAsync(provider);
        await asked.Stub.DisposeAsync();

        var failure = (await asked.AskAsync()).Failure!;

        Assert.Equal((FailureClass.Network, false), (failure.Class, failure.MaybeExecuted));
    }

    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_WhenTheRequestIsRefused_QuotesTheReasonWithoutTheKey(string provider)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Fails(400) with { ErrorMessage = $"prompt is too long\nfor {AskedModel.Key}" });

        Assert.EndsWith("refused the request (HTTP 400): prompt is too long for ***.", (await asked.AskAsync()).Failure!.Message, StringComparison.Ordinal);
    }

    private sealed class HalfCharacter : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.BadRequest) { Content = new StringContent("""{"error":{"type":"x","message":"\ud800"}}""") });
    }
}
