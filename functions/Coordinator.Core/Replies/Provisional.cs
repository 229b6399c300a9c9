using System.Text.Json.Nodes;
namespace Coordinator.Core.Replies;
public sealed record SlackPart(string Text, JsonArray Blocks);
public static class SlackReply { public static IReadOnlyList<SlackPart> Render(string markdown) => [new(markdown, [])]; public static SlackPart Working(string q) => new(q, []); }
