using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Microsoft.Extensions.AI;

namespace Coordinator.Connections.Models;

/// <summary>Makes one answer out of a finished stream.</summary>
internal sealed class ModelAnswers(ModelFailures failures)
{
    /// <param name="mayBeEmpty">An answer that hit its limit before the first word, as one that reasons may, is one.</param>
    public Outcome<ModelAnswer> Collect(IReadOnlyList<ChatResponseUpdate> updates, bool mayBeEmpty = false)
    {
        var response = updates.ToChatResponse();
        if (updates.Count == 0)
            return failures.Garbage("sent an empty answer");
        if (response.FinishReason is not { } reason)
            return failures.Cut();
        var message = Message(response, OpenAiChat.CallsWithoutArguments(updates), reason == ChatFinishReason.Length);
        if ((mayBeEmpty && reason == ChatFinishReason.Length) || message.Contents.Any(content => content is FunctionCallContent || content is TextContent text && !string.IsNullOrWhiteSpace(text.Text)))
            return new ModelAnswer(message, response.Usage?.InputTokenCount ?? 0, response.Usage?.OutputTokenCount ?? 0, reason == ChatFinishReason.Length);
        return reason == ChatFinishReason.ContentFilter ? failures.Refused() : failures.Garbage("answered nothing");
    }

    private static ChatMessage Message(ChatResponse response, HashSet<string> withoutArguments, bool cut)
    {
        var contents = response.Messages.SelectMany(message => message.Contents).Select(Kept).OfType<AIContent>().ToList();
        foreach (var call in contents.OfType<FunctionCallContent>())
            CheckArguments(call, withoutArguments, cut && ReferenceEquals(call, contents[^1]));
        return new ChatMessage(ChatRole.Assistant, contents) { MessageId = response.ResponseId };
    }

    // What is kept must be the same before and after a restart, so nothing may hang on it that is not in its JSON.
    private static AIContent? Kept(AIContent content)
    {
        content.RawRepresentation = null;
        return content switch
        {
            TextContent { Text.Length: > 0 } or FunctionCallContent => content,
            // A provider takes back only reasoning that it has signed.
            TextReasoningContent { ProtectedData.Length: > 0 } => content,
            ErrorContent { Message.Length: > 0 } refusal => new TextContent(refusal.Message),
            _ => null,
        };
    }

    private static void CheckArguments(FunctionCallContent call, HashSet<string> withoutArguments, bool cut)
    {
        if (cut && (call.Exception is not null || call.Arguments is null))
            ModelMessages.MarkMalformed(call, "The answer reached the output limit within the arguments of this call. Call again with shorter arguments.");
        else if (call.Exception is { } problem && !withoutArguments.Contains(call.CallId))
            ModelMessages.MarkMalformed(call, $"The arguments are not a JSON object: {Detail(problem)}");
        call.Exception = null;
        call.Arguments ??= new Dictionary<string, object?>();
    }

    private static string Detail(Exception problem) => (problem as JsonException ?? problem.InnerException as JsonException)?.Message ?? "they cannot be read.";
}
