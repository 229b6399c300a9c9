using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.Cli.Commands;

/// <summary>Arguments as they are typed. Whether they fit is said by the coordinator.</summary>
internal static class ToolArguments
{
    /// <param name="pairs">name=value.</param>
    /// <param name="json">One JSON object; null: none.</param>
    public static JsonObject Read(IEnumerable<string> pairs, string? json, JsonElement schema)
    {
        var arguments = json is null ? [] : ReadObject(json);
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new CliException(ExitCodes.WrongUsage, $"--arg is '{pair}': give name=value.");
            }

            if (!arguments.TryAdd(pair[..at], ValueOf(pair[(at + 1)..], TypesOf(schema, pair[..at]))))
            {
                throw new CliException(ExitCodes.WrongUsage, $"{pair[..at]} is given twice.");
            }
        }

        return arguments;
    }

    private static JsonObject ReadObject(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw new JsonException("It is not an object.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new CliException(ExitCodes.WrongUsage, $"--json-args must be one JSON object, such as '{{\"name\":\"web-01\"}}': {exception.Message}");
        }
    }

    /// <summary>A text stays a text where the schema takes one; anything else is read as JSON, if it is JSON.</summary>
    private static JsonNode? ValueOf(string text, List<string> types)
    {
        if (types.Contains("string"))
        {
            return text;
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static List<string> TypesOf(JsonElement schema, string name) =>
        schema.Member("properties")?.Member(name)?.Member("type") is not { } type ? ["string"]
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(item => item.ToString())]
        : [type.ToString()];
}
