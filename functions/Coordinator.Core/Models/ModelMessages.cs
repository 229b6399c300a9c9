using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Coordinator.Core.Models;

/// <summary>How a model's message is kept as the content of its turn.</summary>
public static class ModelMessages
{
    private const string MalformedKey = "malformed_arguments";

    public static string ToJson(ChatMessage message) => JsonSerializer.Serialize(message, AIJsonUtilities.DefaultOptions);

    /// <exception cref="JsonException">The text is not a stored message.</exception>
    public static ChatMessage FromJson(string json) =>
        JsonSerializer.Deserialize<ChatMessage>(json, AIJsonUtilities.DefaultOptions) ?? throw new JsonException("The stored message is null.");

    /// <summary>The message's tool calls in the model's order: the index is the second half of a step key.</summary>
    public static IReadOnlyList<FunctionCallContent> Calls(ChatMessage message) =>
        [.. message.Contents.OfType<FunctionCallContent>()];

    /// <summary>
    /// What is wrong with the call's arguments, or null if they are a JSON object. Such a call must not be carried out: the sentence is its result.
    /// </summary>
    public static string? MalformedArguments(FunctionCallContent call) =>
        call.AdditionalProperties?.TryGetValue(MalformedKey, out var text) == true ? text?.ToString() : null;

    /// <summary>Marks the call so that the mark survives <see cref="ToJson"/>, and gives it the empty object that providers demand of a call in the history.</summary>
    public static void MarkMalformed(FunctionCallContent call, string problem)
    {
        call.Arguments = new Dictionary<string, object?>();
        call.AdditionalProperties ??= [];
        call.AdditionalProperties[MalformedKey] = problem;
    }
}
