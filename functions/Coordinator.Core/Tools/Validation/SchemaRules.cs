using System.Text.Json;
using System.Text.RegularExpressions;

namespace Coordinator.Core.Tools.Validation;

/// <summary>Input schemas can be offered to every provider: one that is refused takes all other tools with it.</summary>
internal static partial class SchemaRules
{
    /// <summary>Characters, about 8,000 tokens in every question.</summary>
    private const int Large = 32_000;

    private static readonly string[] RefusedAtTheTop = ["anyOf", "oneOf", "allOf", "not", "enum"];

    public static IEnumerable<ToolIssue> Check(CatalogUnderTest catalog)
    {
        foreach (var card in catalog.OfServers)
        {
            var schema = card.Tool.InputSchema;
            foreach (var problem in Invalid(schema))
            {
                yield return ToolIssue.Error(card.Name, card.Tool.Server, "schema_invalid", $"Its input schema {problem}.");
            }

            foreach (var problem in Refused(schema))
            {
                yield return ToolIssue.Error(card.Name, card.Tool.Server, "schema_refused", $"Its input schema {problem}, which some providers refuse for all tools of a question.");
            }

            if (schema.ValueKind == JsonValueKind.Object && schema.GetRawText().Length is > Large and var length)
            {
                yield return ToolIssue.Warning(card.Name, card.Tool.Server, "schema_large", $"Its input schema has {length} characters, and is part of every question.");
            }
        }
    }

    private static IEnumerable<string> Invalid(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            yield return "is not an object";
            yield break;
        }

        if (!schema.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() != "object")
        {
            yield return "does not say \"type\": \"object\"";
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            if (properties.ValueKind != JsonValueKind.Object)
            {
                yield return "has 'properties' that are not an object";
            }
            else
            {
                foreach (var odd in properties.EnumerateObject().Where(property => property.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.True)))
                {
                    yield return $"says of '{odd.Name}' nothing that is a schema";
                }
            }
        }

        if (schema.TryGetProperty("required", out var required) && (required.ValueKind != JsonValueKind.Array || required.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String)))
        {
            yield return "has a 'required' that is not a list of names";
        }

        var names = new ToolSchema(schema).Names;
        foreach (var missing in new ToolSchema(schema).Required.Where(name => !names.Contains(name)))
        {
            yield return $"requires '{missing}', which is not among its properties";
        }
    }

    private static IEnumerable<string> Refused(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var word in RefusedAtTheTop.Where(word => schema.TryGetProperty(word, out _)))
        {
            yield return $"has '{word}' at the top";
        }

        foreach (var name in new ToolSchema(schema).Names.Where(name => !PropertyName().IsMatch(name)))
        {
            yield return $"names an argument '{name}' (letters, digits, '_', '.' and '-', at most 64, are taken)";
        }

        foreach (var reference in References(schema).Where(reference => !reference.StartsWith('#')).Distinct())
        {
            yield return $"refers to '{reference}' outside of itself";
        }
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    [GeneratedRegex(@"^[a-zA-Z0-9_.-]{1,64}\z")]
    private static partial Regex PropertyName();
}
