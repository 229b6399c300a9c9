using Microsoft.Extensions.AI;

namespace Coordinator.Core.Models;

/// <summary>One complete answer: text, tool calls or both.</summary>
/// <param name="Message">The assistant message, ready to be sent back in the next question.</param>
/// <param name="InputTokens">As the provider counted them; 0 if it does not say.</param>
/// <param name="OutputTokens">As the provider counted them; 0 if it does not say.</param>
/// <param name="CutAtLength">The answer hit the output limit and is incomplete.</param>
public sealed record ModelAnswer(ChatMessage Message, long InputTokens, long OutputTokens, bool CutAtLength)
{
    /// <summary>Which of the models it is from, by its <see cref="ServedModel.Name"/>; null until it is known.</summary>
    public string? From { get; init; }
}
