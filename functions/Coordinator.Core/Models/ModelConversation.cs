using Coordinator.Core.State;
using Microsoft.Extensions.AI;

namespace Coordinator.Core.Models;

/// <summary>Everything the next question to the model is built from.</summary>
public sealed record ModelConversation
{
    /// <summary>The user's message.</summary>
    public required string Question { get; init; }

    /// <summary>Finished exchanges of the same thread, oldest first.</summary>
    public IReadOnlyList<ThreadExchange> Earlier { get; init; } = [];

    /// <summary>The run's own turns, oldest first.</summary>
    public IReadOnlyList<ModelTurnRecord> Turns { get; init; } = [];
}

/// <summary>One finished turn of the run.</summary>
/// <param name="Message">The assistant message as the model gave it.</param>
/// <param name="Results">One for each tool call of the message, in the order of the calls.</param>
public sealed record ModelTurnRecord(ChatMessage Message, IReadOnlyList<string> Results);
