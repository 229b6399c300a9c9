using Coordinator.Connections.Models;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.TestKit.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Connections.Tests.Models;

/// <summary>The real model client in front of a stubbed provider, with a clock of its own.</summary>
internal sealed class AskedModel : IAsyncDisposable
{
    public const string Key = "sk-very-secret-0123456789";

    public static TheoryData<string> BothWires => [ModelProviders.Anthropic, ModelProviders.OpenAi];

    public static AIFunctionDeclaration Weather { get; } = AIFunctionFactory.CreateDeclaration(
        "get_weather", "The weather of a place.", System.Text.Json.JsonElement.Parse("""{"type":"object","properties":{"place":{"type":"string"}},"required":["place"]}"""));

    private AskedModel(ModelStub stub, ModelOptions options)
    {
        Stub = stub;
        Model = ModelClients.Create(options, Time, NullLoggerFactory.Instance)!;
    }

    public ModelStub Stub { get; }

    public IModel Model { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    public static Task<AskedModel> StartAsync(string provider, params ModelReply[] replies) => StartAsync(provider, new Dictionary<ModelOperation, TimeSpan>(), replies);

    public static async Task<AskedModel> StartAsync(string provider, IReadOnlyDictionary<ModelOperation, TimeSpan> limits, params ModelReply[] replies)
    {
        var stub = (await ModelStub.StartAsync()).Enqueue(replies);
        return new AskedModel(stub, OptionsFor(provider, stub, limits));
    }

    public static ModelOptions OptionsFor(string provider, ModelStub stub, IReadOnlyDictionary<ModelOperation, TimeSpan>? limits = null) => new()
    {
        Provider = provider,
        Model = "the-model",
        BaseUrl = provider == ModelProviders.Anthropic ? stub.AnthropicUrl : stub.OpenAiUrl,
        ApiKey = Key,
        MaxTokens = 64,
        TimeLimits = limits ?? new Dictionary<ModelOperation, TimeSpan>(),
    };

    public Task<Outcome<ModelAnswer>> AskAsync(IProgress<string>? deltas = null, CancellationToken? cancellationToken = null) =>
        Model.AskAsync(new ModelQuestion([new ChatMessage(ChatRole.User, "hello")], [Weather]), deltas, cancellationToken ?? TestContext.Current.CancellationToken);

    public Task<Outcome<ModelAnswer>> AskAsync(ModelOperation operation, DateTimeOffset? endBy) =>
        Model.AskAsync(new ModelQuestion([new ChatMessage(ChatRole.User, "hello")], []) { Operation = operation, EndBy = endBy }, null, TestContext.Current.CancellationToken);

    public Task<Outcome<ModelAnswer>> AskAsync(ModelConversation conversation, bool last = false) =>
        Model.AskAsync(new ModelQuestion(ModelPrompt.Build(conversation, Time.GetUtcNow(), last), last ? [] : [Weather]), null, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        (Model as IDisposable)?.Dispose();
        await Stub.DisposeAsync();
    }
}
