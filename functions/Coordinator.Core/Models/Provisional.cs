using Coordinator.Core.State;
using Microsoft.Extensions.AI;
namespace Coordinator.Core.Models;
public sealed record ModelTurnRecord(ChatMessage Message, IReadOnlyList<string> Results);
public sealed record ModelConversation { public required string Question { get; init; } public IReadOnlyList<ThreadExchange> Earlier { get; init; } = []; public IReadOnlyList<ModelTurnRecord> Turns { get; init; } = []; }
public static class ModelPrompt { public static IReadOnlyList<ChatMessage> Build(ModelConversation conversation, DateTimeOffset now, bool last) => []; }
public static class ModelMessages { public static string ToJson(ChatMessage m) => ""; public static ChatMessage FromJson(string s) => new(); public static string? MalformedArguments(FunctionCallContent c) => null; }
