using System.Text.Json;

namespace Coordinator.DemoServer.State;

internal enum ChangeKind
{
    /// <summary>Executed now, and on disk.</summary>
    Executed,

    /// <summary>Nothing changed.</summary>
    Refused,

    /// <summary>Decided earlier under the same effect key; this is that answer.</summary>
    Repeated,

    /// <summary>The effect key belongs to another request.</summary>
    KeyOfAnotherRequest,
}

/// <param name="Answer">A JSON object; undefined for <see cref="ChangeKind.KeyOfAnotherRequest"/>.</param>
internal sealed record ChangeOutcome(ChangeKind Kind, bool IsError, JsonElement Answer);
