namespace Coordinator.DemoServer.Tools;

/// <summary>How many things a list may have at most.</summary>
internal static class LimitArgument
{
    public const string Name = "limit";

    public static ToolParameter Of(int @default) => ToolParameter.Number(Name, @default, 1, 1000, "At most so many are listed; total says how many there are.");

    public static IReadOnlyList<T> Cut<T>(IReadOnlyList<T> all, ToolArguments arguments) => [.. all.Take(arguments.Number(Name))];
}
