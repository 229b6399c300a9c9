using Microsoft.Extensions.AI;

namespace Coordinator.Core.Models;

/// <summary>One request to a model.</summary>
public sealed record ModelQuestion(IReadOnlyList<ChatMessage> Messages, IReadOnlyList<AIFunctionDeclaration> Tools)
{
    /// <summary>Decides about its time limit.</summary>
    public ModelOperation Operation { get; init; }

    /// <summary>Longest answer in tokens, where that is less than the configured one.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Who is asked for, where each has a login of his own; null: nobody in particular.</summary>
    public string? Asker { get; init; }

    /// <summary>When its run's time for it is up; null: there is no end.</summary>
    public DateTimeOffset? EndBy { get; init; }
}

/// <summary>What a model is asked for.</summary>
public enum ModelOperation
{
    /// <summary>What to do next, with tools.</summary>
    Turn,

    /// <summary>The last answer of a run whose limits are reached, without tools.</summary>
    Answer,

    /// <summary>A sign of life: a few tokens within a short time. An answer that is cut before its first word will do.</summary>
    Ping,
}
