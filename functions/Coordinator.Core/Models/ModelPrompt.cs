using Coordinator.Core.State;
using Microsoft.Extensions.AI;

namespace Coordinator.Core.Models;

/// <summary>Decides what the model is shown.</summary>
public static class ModelPrompt
{
    /// <summary>Earlier exchanges of the thread that are shown, the newest ones.</summary>
    public const int EarlierExchanges = 5;

    /// <summary>Characters of one earlier exchange, question and answer together; a question gets at most a quarter.</summary>
    public const int EarlierCharacters = 4_000;

    private const string CutMark = " … (cut)";

    /// <param name="now">Today's date for the model.</param>
    /// <param name="last">The run's limits are reached: asks for an answer without further tools.</param>
    /// <exception cref="ArgumentException">A turn has not one result for each of its calls.</exception>
    public static IReadOnlyList<ChatMessage> Build(ModelConversation c, DateTimeOffset now, bool last = false)
    {
        var messages = new List<ChatMessage> { new(ChatRole.System, ModelInstructions.At(now)) };
        foreach (var exchange in c.Earlier.TakeLast(EarlierExchanges))
            AddExchange(messages, exchange);
        messages.Add(new ChatMessage(ChatRole.User, c.Question));
        var history = new ToolCallHistory();
        foreach (var turn in c.Turns)
            AddTurn(messages, turn, history);
        if (last)
            AddNote(messages);
        return messages;
    }

    private static void AddExchange(List<ChatMessage> messages, ThreadExchange exchange)
    {
        if (string.IsNullOrWhiteSpace(exchange.Question) || string.IsNullOrWhiteSpace(exchange.Answer))
            return;
        var question = Cut(exchange.Question, EarlierCharacters / 4);
        messages.Add(new ChatMessage(ChatRole.User, question));
        messages.Add(new ChatMessage(ChatRole.Assistant, Cut(exchange.Answer, EarlierCharacters - question.Length)));
    }

    private static void AddTurn(List<ChatMessage> messages, ModelTurnRecord turn, ToolCallHistory history)
    {
        var message = history.Add(turn.Message);
        var calls = ModelMessages.Calls(message);
        if (calls.Count != turn.Results.Count)
            throw new ArgumentException($"A turn has {calls.Count} tool calls but {turn.Results.Count} results.", nameof(turn));
        messages.Add(message);
        if (calls.Count > 0)
            messages.Add(new ChatMessage(ChatRole.Tool, [.. calls.Zip(turn.Results, (call, result) => new FunctionResultContent(call.CallId, Shown(result)))]));
    }

    // An empty text is refused by some providers and reads as success to a model.
    private static string Shown(string result) => string.IsNullOrWhiteSpace(result) ? "(the tool returned nothing)" : result;

    // A system message in mid-conversation is refused by older models, two user messages in a row by some chat templates.
    private static void AddNote(List<ChatMessage> messages)
    {
        if (messages[^1].Role == ChatRole.User)
            messages[^1].Contents.Add(new TextContent($"\n\n{ModelInstructions.AnswerNow}"));
        else
            messages.Add(new ChatMessage(ChatRole.User, ModelInstructions.AnswerNow));
    }

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = length - CutMark.Length;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), CutMark);
    }
}
