namespace Coordinator.Core.Workflows;

/// <summary>One file of <c>config/workflows</c>.</summary>
public sealed record WorkflowFile(string Name, string Text);
