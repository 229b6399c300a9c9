using System.Text.Json;

namespace Coordinator.Core.Tools.Arguments;

/// <summary>What can be said of arguments before their tool is asked: names, types and allowed values as its schema has them, each with the field it is about.</summary>
public static class ArgumentCheck
{
    /// <param name="path">What the caller calls the arguments.</param>
    /// <returns>What is wrong; null: nothing that can be seen from here.</returns>
    public static string? ProblemOf(JsonElement value, JsonElement schema, string path)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return TypeProblem(value, schema, path) ?? EnumProblem(value, schema, path) ?? value.ValueKind switch
        {
            JsonValueKind.Object => MembersProblem(value, schema, path),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().Index().Select(item => ProblemOf(item.Item, items, $"{path}[{item.Index}]")).FirstOrDefault(problem => problem is not null),
            _ => null,
        };
    }

    private static string? MembersProblem(JsonElement value, JsonElement schema, string path)
    {
        if (schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array
            && required.EnumerateArray().FirstOrDefault(name => name.ValueKind == JsonValueKind.String && !value.TryGetProperty(name.GetString()!, out _)) is { ValueKind: JsonValueKind.String } missing)
        {
            return $"{path}.{missing.GetString()} is required.";
        }

        var known = schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object ? properties : default;
        var isClosed = schema.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind == JsonValueKind.False;
        foreach (var member in value.EnumerateObject())
        {
            if (known.ValueKind == JsonValueKind.Object && known.TryGetProperty(member.Name, out var declared))
            {
                if (ProblemOf(member.Value, declared, $"{path}.{member.Name}") is { } problem)
                {
                    return problem;
                }
            }
            else if (isClosed)
            {
                return $"{path}.{member.Name} is not known to the tool.";
            }
        }

        return null;
    }

    private static string? TypeProblem(JsonElement value, JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return null;
        }

        List<string> allowed = type.ValueKind switch
        {
            JsonValueKind.String => [type.GetString()!],
            JsonValueKind.Array => [.. type.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            _ => [],
        };
        return allowed.Count == 0 || allowed.Any(name => IsOfType(value, name)) ? null : $"{path} must be of type {string.Join(" or ", allowed)}.";
    }

    private static string? EnumProblem(JsonElement value, JsonElement schema, string path) =>
        schema.TryGetProperty("enum", out var allowed) && allowed.ValueKind == JsonValueKind.Array && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value))
            ? $"{path} must be one of {string.Join(", ", allowed.EnumerateArray().Select(one => one.GetRawText()))}."
            : null;

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && decimal.Truncate(number) == number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => true,
    };
}
