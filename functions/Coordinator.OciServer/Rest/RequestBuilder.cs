using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Rest;

/// <summary>Fills a definition's request with a call's arguments. What an argument that was not given would fill is left out.</summary>
internal static class RequestBuilder
{
    public static ApiRequest Build(RequestDefinition definition, Arguments arguments, string? effectKey) => new(definition.Method, Path(definition, arguments))
    {
        Query = Fill(definition.Query, arguments),
        Headers = effectKey is not null && definition.EffectKeyHeader is { } header
            ? [.. Headers(definition, arguments), new(header, EffectKey.Token(effectKey))]
            : Headers(definition, arguments),
        IsWrite = definition.IsWrite,
        Body = definition.Body is null ? null : Body(definition.Body, arguments) ?? new JsonObject(),
    };

    /// <summary>An argument is one segment, whatever is in it. Segments that lead up cannot be encoded: every reader of addresses follows them.</summary>
    private static string Path(RequestDefinition definition, Arguments arguments)
    {
        var path = definition.Path.Fill(arguments.Text, Uri.EscapeDataString)!;
        return path.Split('/').Any(segment => segment is "." or "..")
            ? throw new ToolException(ToolError.InvalidParameter($"{string.Join(", ", definition.Path.Names)} must not be \".\" or \"..\"."))
            : path;
    }

    /// <summary>What is in a header goes out as it is: a line break would begin another one.</summary>
    private static List<KeyValuePair<string, string>> Headers(RequestDefinition definition, Arguments arguments)
    {
        var headers = Fill(definition.Headers, arguments);
        return headers.Find(header => header.Value.Any(character => character is < ' ' or > '~')) is { Key: { } name }
            ? throw new ToolException(ToolError.InvalidParameter($"What is sent in the header {name} must be one line of ASCII."))
            : headers;
    }

    private static List<KeyValuePair<string, string>> Fill(IReadOnlyDictionary<string, ValueTemplate> templates, Arguments arguments) =>
        [.. templates
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Fill(arguments.Text)))
            .Where(entry => entry.Value is not null)
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value!))];

    private static JsonNode? Body(JsonNode node, Arguments arguments) => node switch
    {
        JsonObject map => Filled(map, arguments),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Body(item, arguments)).Where(item => item is not null)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Value(new ValueTemplate(value.GetValue<string>()), arguments),
        _ => node.DeepClone(),
    };

    private static JsonNode? Value(ValueTemplate template, Arguments arguments) =>
        template.IsOneArgument ? arguments.Json(template.Names[0]) : template.Fill(arguments.Text) is { } text ? JsonValue.Create(text) : null;

    /// <summary>An object of which nothing is left is left out as well.</summary>
    private static JsonObject? Filled(JsonObject map, Arguments arguments)
    {
        var members = map
            .Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : Body(member.Value, arguments)))
            .Where(member => member.Value is not null)
            .ToList();
        return members.Count == 0 && map.Count > 0 ? null : new JsonObject(members);
    }
}
