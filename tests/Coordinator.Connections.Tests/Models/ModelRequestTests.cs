using Coordinator.Connections.Models;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.TestKit.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Connections.Tests.Models;

public sealed class ModelRequestTests
{
    [Theory]
    [InlineData(ModelProviders.Anthropic, "max_tokens", "max_completion_tokens")]
    [InlineData(ModelProviders.OpenAi, "max_completion_tokens", "max_tokens")]
    [InlineData(ModelProviders.AzureOpenAi, "max_completion_tokens", "max_tokens")]
    [InlineData(ModelProviders.Ollama, "max_tokens", "max_completion_tokens")]
    [InlineData(ModelProviders.LmStudio, "max_tokens", "max_completion_tokens")]
    [InlineData(ModelProviders.Vllm, "max_tokens", "max_completion_tokens")]
    [InlineData(ModelProviders.OciGenAi, "max_tokens", "max_completion_tokens")]
    public async Task AskAsync_Always_SendsTheLimitUnderTheNameTheProviderKnows(string provider, string name, string other)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Says("ok"));

        Assert.True((await asked.AskAsync()).IsSuccess);

        var request = Assert.Single(asked.Stub.Requests);
        Assert.Equal(64, request.Body[name]!.GetValue<int>());
        Assert.Null(request.Body[other]);
        Assert.Equal("the-model", request.Body["model"]!.GetValue<string>());
        Assert.True(request.Stream);
        Assert.Equal($"Bearer {AskedModel.Key}", request.Headers["Authorization"]);
    }

    [Theory]
    [InlineData(ModelProviders.Anthropic, "max_tokens")]
    [InlineData(ModelProviders.OpenAi, "max_completion_tokens")]
    [InlineData(ModelProviders.Ollama, "max_tokens")]
    public async Task AskAsync_WithALimitOfItsOwn_SendsTheSmallerOne(string provider, string name)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Says("ok"), ModelReply.Says("ok"));
        foreach (var limit in new[] { 10, 1_000 })
        {
            var question = new ModelQuestion([new ChatMessage(ChatRole.User, "ping")], []) { Operation = ModelOperation.Ping, MaxTokens = limit };
            Assert.True((await asked.Model.AskAsync(question, null, TestContext.Current.CancellationToken)).IsSuccess);
        }

        Assert.Equal([10, 64], asked.Stub.Requests.Select(request => request.Body[name]!.GetValue<int>()));
    }

    [Theory]
    [InlineData(ModelProviders.OpenAi)]
    [InlineData(ModelProviders.Ollama)]
    public async Task AskAsync_WithAndWithoutATemperature_SendsItOnlyIfSet(string provider)
    {
        await using var stub = (await ModelStub.StartAsync()).Enqueue(ModelReply.Says("ok"), ModelReply.Says("ok"));
        foreach (var temperature in new float?[] { null, 0.5f })
        {
            var common = AskedModel.OptionsFor(provider, stub);
            var options = new ModelOptions { Provider = provider, Model = "m", BaseUrl = common.BaseUrl, ApiKey = "k", Temperature = temperature };
            using var model = (IDisposable)ModelClients.Create(options, TimeProvider.System, NullLoggerFactory.Instance)!;
            await ((IModel)model).AskAsync(new ModelQuestion([new ChatMessage(ChatRole.User, "hello")], []), null, TestContext.Current.CancellationToken);
        }

        Assert.Equal([null, "0.5"], stub.Requests.Select(request => request.Body["temperature"]?.ToJsonString()));
        Assert.All(stub.Requests, request => Assert.Empty(request.Tools));
    }

    [Fact]
    public async Task AskAsync_WithoutAKey_AsksALocalServerAllTheSame()
    {
        await using var stub = (await ModelStub.StartAsync()).Enqueue(ModelReply.Says("ok"));
        var options = new ModelOptions { Provider = ModelProviders.Ollama, Model = "llama3.1", BaseUrl = stub.OpenAiUrl };
        var model = ModelClients.Create(options, TimeProvider.System, NullLoggerFactory.Instance)!;

        var outcome = await model.AskAsync(new ModelQuestion([new ChatMessage(ChatRole.User, "hello")], []), null, TestContext.Current.CancellationToken);

        Assert.Equal("ok", outcome.Value!.Message.Text);
        Assert.Equal((ModelProviders.Ollama, "llama3.1"), (model.Provider, model.Name));
    }

    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_WhenAKeptConnectionIsCut_SendsNothingTwice(string provider)
    {
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Says("ok"), new ModelReply { Delivery = Delivery.CutBefore }, ModelReply.Says("too much"));
        Assert.True((await asked.AskAsync()).IsSuccess);

        var second = await asked.AskAsync();

        Assert.Equal(FailureClass.Network, second.Failure!.Class);
        Assert.Equal(2, asked.Stub.Requests.Count);
    }

    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_WhenTheModelRepeatsCallIdsAndInventsNames_StillSendsAValidHistory(string provider)
    {
        var odd = new StubCall("no.such tool", "{}") { Id = "call_0" };
        await using var asked = await AskedModel.StartAsync(provider, ModelReply.Asks(odd, odd), ModelReply.Asks(odd), ModelReply.Says("done"));
        var conversation = new ModelConversation { Question = "hello" };
        for (var turn = 0; turn < 2; turn++)
        {
            var message = (await asked.AskAsync(conversation)).Value!.Message;
            conversation = conversation with { Turns = [.. conversation.Turns, new ModelTurnRecord(message, [.. ModelMessages.Calls(message).Select((_, index) => $"{turn}.{index}")])] };
        }

        var outcome = await asked.AskAsync(conversation);

        Assert.True(outcome.IsSuccess, outcome.Failure?.Message);
        Assert.Equal(["0.0", "0.1", "1.0"], asked.Stub.Requests[2].Results.Select(result => result.Text));
    }

    [Theory, MemberData(nameof(AskedModel.BothWires), MemberType = typeof(AskedModel))]
    public async Task AskAsync_Always_LogsTheDurationAndNeverTheKey(string provider)
    {
        await using var stub = (await ModelStub.StartAsync()).Enqueue(ModelReply.Says("ok"), ModelReply.Fails(401) with { ErrorMessage = $"bad key {AskedModel.Key}" }, ModelReply.Fails(500));
        using var lines = new LogLines();
        var options = AskedModel.OptionsFor(provider, stub);
        var model = ModelClients.Create(options, TimeProvider.System, lines)!;
        var said = new List<string> { options.ToString()!, System.Text.Json.JsonSerializer.Serialize(options), model.ToString()! };

        for (var i = 0; i < 3; i++)
            said.Add((await model.AskAsync(new ModelQuestion([new ChatMessage(ChatRole.User, "hello")], []), null, TestContext.Current.CancellationToken)).ToString());

        Assert.Contains(lines.All, line => line.Contains("llm.invoke provider=", StringComparison.Ordinal) && line.Contains("duration_ms=", StringComparison.Ordinal));
        Assert.Contains(lines.All, line => line.Contains("llm.invoke failed", StringComparison.Ordinal) && line.Contains("code=401", StringComparison.Ordinal));
        Assert.All([.. lines.All, .. said], line => Assert.DoesNotContain("very-secret", line, StringComparison.Ordinal));
    }
}
