using Coordinator.Core.Templates;

namespace Coordinator.Core.Workflows;

/// <summary>A parsed workflow file.</summary>
public sealed record WorkflowDefinition
{
    public required string Name { get; init; }

    /// <summary>For people: "list compute instances".</summary>
    public required string Title { get; init; }

    /// <summary>Heading under which the examples are listed.</summary>
    public required string Group { get; init; }

    /// <summary>It asks for a change: needs an imperative, never a question.</summary>
    public bool Write { get; init; }

    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>The file's text: what a run pins.</summary>
    public required string Source { get; init; }

    internal IReadOnlyList<MessagePattern> Patterns { get; init; } = [];

    internal IReadOnlyDictionary<string, WorkflowParameter> Parameters { get; init; } = new Dictionary<string, WorkflowParameter>();

    internal IReadOnlyList<WorkflowStage> Stages { get; init; } = [];

    internal LiquidTemplate Answer { get; init; } = LiquidTemplate.Parse("");
}

/// <summary>Steps that belong together.</summary>
/// <param name="Kind">Single, all at once, or one after the other until one succeeds.</param>
internal sealed record WorkflowStage(StageKind Kind, string Name, IReadOnlyList<WorkflowStep> Steps, LiquidTemplate? When, bool Optional);

internal enum StageKind
{
    Single,
    Parallel,
    First,
}

internal sealed record WorkflowStep(string Name, string Tool, IReadOnlyList<WorkflowArgument> Arguments);

/// <param name="Typed">An unquoted number or boolean: sent as such.</param>
/// <param name="Parameter">The parameter that the whole text stands for: a number stays a number.</param>
internal sealed record WorkflowArgument(string Name, LiquidTemplate Template, string Text, bool Typed, WorkflowParameter? Parameter);
