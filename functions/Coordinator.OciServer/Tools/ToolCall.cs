using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Tools;

/// <summary>One call of a tool, with arguments that have been checked.</summary>
/// <param name="EffectKey">Of a write; null if the caller gave none.</param>
internal sealed record ToolCall(Arguments Arguments, string? EffectKey);
