using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Definitions;

/// <summary>A tool as its file describes it.</summary>
internal sealed record ToolDefinition(string Name, string Title, string Description)
{
    public required IReadOnlyList<Parameter> Parameters { get; init; }

    /// <summary>The request it makes; null if <see cref="Handler"/> names code that makes several.</summary>
    public RequestDefinition? Request { get; init; }

    public string? Handler { get; init; }

    /// <summary>Null with a handler, whose answer describes itself.</summary>
    public ResultDefinition? Result { get; init; }

    public required ToolHints Hints { get; init; }

    /// <summary>Such as <c>cost</c>: what the tools of its file are about.</summary>
    public required string Domain { get; init; }

    /// <summary>1 at once, 2 about a second, 3 seconds, 4 it changes something.</summary>
    public required int Tier { get; init; }

    /// <summary>Of the whole call, all its requests together.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>What the caller must be allowed, as statements of an IAM policy; for documentation.</summary>
    public IReadOnlyList<string> Policy { get; init; } = [];
}

/// <param name="IsRead">It changes nothing.</param>
/// <param name="IsDestructive">It takes something away that may be missed.</param>
/// <param name="IsIdempotent">Doing it twice leaves things as doing it once.</param>
/// <param name="Risk"><c>none</c>, <c>low</c>, <c>medium</c> or <c>high</c>.</param>
internal sealed record ToolHints(bool IsRead, bool IsDestructive, bool IsIdempotent, string Risk);
