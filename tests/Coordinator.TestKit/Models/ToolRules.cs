using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Coordinator.TestKit.Models;

/// <summary>What both APIs demand of tools and their names.</summary>
internal static partial class ToolRules
{
    public static bool IsName(string? name) => name is not null && NamePattern().IsMatch(name);

    /// <param name="definition">Gives the object with name and schema of an entry.</param>
    public static string? Check(JsonNode? tools, JsonNode? choice, string schemaMember, Func<JsonNode?, JsonNode?> definition)
    {
        if (tools is null)
            return choice is null ? null : "tool_choice: may only be given with tools";
        if (tools is not JsonArray { Count: > 0 } array)
            return "tools: must be a non-empty array";
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tool in array.Select(definition))
        {
            var name = (string?)tool?["name"];
            if (!IsName(name))
                return $"tools: '{name}' is no valid name";
            if (!names.Add(name!))
                return $"tools: '{name}' is there twice";
            if ((string?)tool![schemaMember]?["type"] != "object")
                return $"tools: the schema of '{name}' must have type object";
        }

        return null;
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_-]{1,128}\z")]
    private static partial Regex NamePattern();
}
