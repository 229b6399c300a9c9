using System.Text.Json;

namespace Coordinator.Core.Tools.Validation;

/// <summary>A tool's input schema, as far as it can be read without a schema library: what names there are, which are required, and what a value must be.</summary>
internal sealed class ToolSchema(JsonElement schema)
{
    public IReadOnlyList<string> Required { get; } = schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array
        ? [.. required.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)]
        : [];

    /// <summary>It says which arguments there are. One without properties that forbids nothing takes anything.</summary>
    public bool IsTelling => Properties is not null || IsClosed;

    public IReadOnlyList<string> Names => Properties is { } properties ? [.. properties.EnumerateObject().Select(property => property.Name)] : [];

    private JsonElement? Properties { get; } = schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object ? properties : null;

    private bool IsClosed => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False;

    private bool IsOpen => schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind is JsonValueKind.True or JsonValueKind.Object;

    /// <summary>What the tool would refuse, or not understand, in a call with these arguments.</summary>
    public IEnumerable<string> ProblemsOf(IReadOnlyList<GivenArgument> arguments)
    {
        foreach (var missing in Required.Where(name => arguments.All(argument => argument.Name != name)))
        {
            yield return $"the required argument '{missing}' is not given";
        }

        foreach (var argument in arguments)
        {
            if (Properties is not { } known || !known.TryGetProperty(argument.Name, out var property))
            {
                if (IsTelling && !IsOpen)
                {
                    yield return $"there is no argument '{argument.Name}'{(Names.Count == 0 ? "" : $" (there are {string.Join(", ", Names)})")}";
                }
            }
            else if (ProblemOf(argument, property) is { } problem)
            {
                yield return problem;
            }
        }
    }

    private static string? ProblemOf(GivenArgument argument, JsonElement property)
    {
        var types = TypesOf(property);
        if (types.Count > 0 && !types.Contains(argument.Type) && !(argument.Type == "integer" && types.Contains("number")))
        {
            return $"'{argument.Name}' is given as {argument.Type}, and must be {string.Join(" or ", types)}";
        }

        if (argument.Value is not { } value || property.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (property.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && !values.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)))
        {
            return $"'{argument.Name}' is {value.GetRawText()}, and must be one of {string.Join(", ", values.EnumerateArray().Select(allowed => allowed.ToString()))}";
        }

        return value.ValueKind != JsonValueKind.Number ? null
            : Bound(property, "minimum") is { } minimum && value.GetDouble() < minimum ? $"'{argument.Name}' is {value.GetRawText()}, and must be at least {minimum}"
            : Bound(property, "maximum") is { } maximum && value.GetDouble() > maximum ? $"'{argument.Name}' is {value.GetRawText()}, and must be at most {maximum}"
            : null;
    }

    private static double? Bound(JsonElement property, string name) => property.TryGetProperty(name, out var bound) && bound.ValueKind == JsonValueKind.Number ? bound.GetDouble() : null;

    /// <summary>Empty: it does not say, or not in a way that is understood here.</summary>
    private static HashSet<string> TypesOf(JsonElement property)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        if (property.ValueKind != JsonValueKind.Object)
        {
            return types;
        }

        if (property.TryGetProperty("type", out var type))
        {
            types.UnionWith(type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.ToString()) : [type.ToString()]);
            return types;
        }

        foreach (var choice in new[] { "anyOf", "oneOf" })
        {
            if (property.TryGetProperty(choice, out var choices) && choices.ValueKind == JsonValueKind.Array)
            {
                var each = choices.EnumerateArray().Select(TypesOf).ToList();
                if (each.Any(one => one.Count == 0))
                {
                    return [];
                }

                types.UnionWith(each.SelectMany(one => one));
            }
        }

        return types;
    }
}

/// <param name="Type">The JSON type with which it arrives.</param>
/// <param name="Value">Null: it is known only when the call is made.</param>
internal sealed record GivenArgument(string Name, string Type, JsonElement? Value)
{
    public static GivenArgument Of(string name, JsonElement value) => new(
        name,
        value.ValueKind switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Array => "array",
            JsonValueKind.Object => "object",
            _ => "null",
        },
        value);

    public static IReadOnlyList<GivenArgument> Of(JsonElement arguments) => [.. arguments.EnumerateObject().Select(argument => Of(argument.Name, argument.Value))];
}
