using Microsoft.Extensions.AI;

namespace Coordinator.Core.Models;

/// <summary>One request to a model.</summary>
public sealed record ModelQuestion(IReadOnlyList<ChatMessage> Messages, IReadOnlyList<AIFunctionDeclaration> Tools);
