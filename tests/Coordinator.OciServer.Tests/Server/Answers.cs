using System.Text.Json;

namespace Coordinator.OciServer.Tests.Server;

internal static class Answers
{
    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    public static IReadOnlyList<JsonElement> List(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray()];

    /// <summary>One text of each item.</summary>
    public static IReadOnlyList<string?> Texts(this JsonElement element, string list, string name) => [.. element.List(list).Select(item => item.Text(name))];

    public static JsonElement Named(this JsonElement element, string list, string name) => element.List(list).Single(item => item.Text("name") == name);
}
