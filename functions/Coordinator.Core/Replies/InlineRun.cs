namespace Coordinator.Core.Replies;

internal enum RunKind
{
    Text,
    Code,
    Link,
    LineBreak,
}

/// <summary>A piece of a line in one style.</summary>
/// <param name="Style">The mrkdwn markers around it, outermost first: some of <c>*</c>, <c>_</c>, <c>~</c>.</param>
/// <param name="Url">Set for links: an allowed address.</param>
internal readonly record struct InlineRun(RunKind Kind, string Text, string Style = "", string? Url = null);
