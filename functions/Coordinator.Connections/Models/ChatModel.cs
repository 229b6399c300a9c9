using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Models;

/// <summary>One attempt at one answer, streamed, within one time limit. Whatever the SDKs throw becomes a failure.</summary>
internal sealed partial class ChatModel(IChatClient client, HttpClient http, ModelOptions options, TimeProvider time, ILogger<ChatModel> logger) : IModel, IDisposable
{
    private readonly ModelFailures _failures = new(options);

    // Spans and meters by the GenAI conventions; content only if OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT asks for it.
    private readonly IChatClient _client = client.AsBuilder().UseOpenTelemetry().Build();

    public string Provider => options.Provider!;

    public string Name => options.Model;

    public async Task<Outcome<ModelAnswer>> AskAsync(ModelQuestion question, IProgress<string>? textDeltas, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var outcome = await AttemptAsync(question, textDeltas, cancellationToken).ConfigureAwait(false);
        var elapsed = (long)time.GetElapsedTime(started).TotalMilliseconds;
        if (outcome.IsSuccess)
            LogAnswered(Provider, Name, elapsed, outcome.Value.InputTokens, outcome.Value.OutputTokens);
        else
            LogFailed(Provider, Name, elapsed, outcome.Failure!.Class, outcome.Failure.Code, outcome.Failure.RetryAfter?.TotalSeconds);
        return outcome;
    }

    public void Dispose()
    {
        _client.Dispose();
        http.Dispose();
    }

    private async Task<Outcome<ModelAnswer>> AttemptAsync(ModelQuestion question, IProgress<string>? textDeltas, CancellationToken cancellationToken)
    {
        var callLimit = CallLimit.Of(options.TimeLimitOf(question.Operation), question.EndBy, time.GetUtcNow());
        using var limit = new CancellationTokenSource(callLimit.Time, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var updates = new List<ChatResponseUpdate>();
            await foreach (var update in _client.GetStreamingResponseAsync(question.Messages, ChatOptionsOf(question), either.Token).ConfigureAwait(false))
            {
                if (OpenAiChat.ErrorIn(update) is { } error)
                    return _failures.FromEvent(error);
                updates.Add(update);
                if (update.Text.Length > 0)
                    textDeltas?.Report(update.Text);
            }

            return new ModelAnswers(_failures).Collect(updates, mayBeEmpty: question.Operation == ModelOperation.Ping);
        }
        catch (Exception ex) when (!ex.IsCausedBy(cancellationToken))
        {
            // The SDKs also throw whatever their parsers and the connection throw, so there is no list of types to catch.
            cancellationToken.ThrowIfCancellationRequested();
            LogThrown(Provider, ex.GetType().Name, ex.InnerException?.GetType().Name);
            return limit.IsCancellationRequested ? callLimit.Explain(_failures.TimedOut(callLimit.Time)) : _failures.From(ex);
        }
    }

    private ChatOptions ChatOptionsOf(ModelQuestion question)
    {
        var maxTokens = Math.Min(question.MaxTokens ?? options.MaxTokens, options.MaxTokens);
        var chat = options.Provider == ModelProviders.Anthropic ? AnthropicChat.Options(maxTokens) : OpenAiChat.Options(options, maxTokens);
        chat.Tools = [.. question.Tools.Count > 0 ? question.Tools : CalledBefore.In(question.Messages)];
        if (question.Tools.Count == 0 && chat.Tools.Count > 0)
            chat.ToolMode = ChatToolMode.None;
        return chat;
    }

    [LoggerMessage(LogLevel.Information, "llm.invoke provider={Provider} model={Model} duration_ms={DurationMs} input_tokens={InputTokens} output_tokens={OutputTokens}")]
    private partial void LogAnswered(string provider, string model, long durationMs, long inputTokens, long outputTokens);

    [LoggerMessage(LogLevel.Warning, "llm.invoke failed provider={Provider} model={Model} duration_ms={DurationMs} class={Class} code={Code} retry_after_s={RetryAfter}")]
    private partial void LogFailed(string provider, string model, long durationMs, FailureClass @class, string? code, double? retryAfter);

    // Only the types: messages of the SDKs quote bodies, and bodies quote keys.
    [LoggerMessage(LogLevel.Debug, "The client of {Provider} threw {Type} ({Inner})")]
    private partial void LogThrown(string provider, string type, string? inner);
}
