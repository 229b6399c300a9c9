using System.Globalization;
using System.Text.Json.Nodes;
using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Errors;
using DevLab.JmesPath;
using DevLab.JmesPath.Expressions;
using Newtonsoft.Json.Linq;

namespace Coordinator.OciServer.Rest;

/// <summary>Turns what a service sends into what the tool answers, field by field.</summary>
internal sealed class Projection(ResultDefinition result)
{
    private const string CompartmentId = "compartment_id";
    private const string CompartmentName = "compartment";

    // Parsing is put off until the first call: a server with many tools starts without it.
    private readonly Lazy<JmesPathExpression> items = new(() => new JmesPath().Parse(result.Items));

    private readonly Lazy<IReadOnlyList<(FieldDefinition Field, JmesPathExpression Path)>> fields = new(() =>
    {
        var parser = new JmesPath();
        return [.. result.Fields.Select(field => (field, parser.Parse(field.Path)))];
    });

    /// <summary>The items of one page.</summary>
    /// <exception cref="ToolException">There is no list where the definition says.</exception>
    public IReadOnlyList<JToken> Items(JToken body) => items.Value.Transform(body).AsJToken() switch
    {
        JArray list => [.. list],
        var other => throw new ToolException(ToolError.BadAnswer($"The service answered with {Kind(other)} where the tool's definition ({result.Items}) expects a list.") with { IsRetryable = false }),
    };

    public JsonObject One(JToken body, CompartmentTree? tree)
    {
        var answer = Item(items.Value.Transform(body).AsJToken(), tree);
        answer.Insert(0, "type", result.Type);
        return answer;
    }

    public JsonObject Item(JToken token, CompartmentTree? tree)
    {
        var item = result.Fields.Count == 0
            ? ToJson(token) as JsonObject ?? new JsonObject { ["value"] = ToJson(token) }
            : new JsonObject(fields.Value.Select(field => KeyValuePair.Create(field.Field.Name, Convert(field.Path.Transform(token).AsJToken(), field.Field))));
        if (result.NamesCompartments && tree is not null) item[CompartmentName] = tree.NameOf((string?)item[CompartmentId]);
        return item;
    }

    /// <summary>A number where a text is promised becomes one, and so on. What cannot become it is null: the schema is kept.</summary>
    private static JsonNode? Convert(JToken token, FieldDefinition field) => (field.Kind, token.Type) switch
    {
        (_, JTokenType.Null or JTokenType.Undefined or JTokenType.None) => null,
        (FieldKind.Any, _) => ToJson(token),
        (FieldKind.Object, JTokenType.Object) or (FieldKind.List, JTokenType.Array) => ToJson(token),
        (FieldKind.Boolean, JTokenType.Boolean) => (bool)token,
        (FieldKind.Text, JTokenType.String) => (string?)token,
        (FieldKind.Text, JTokenType.Integer or JTokenType.Float or JTokenType.Boolean) => ToJson(token)!.ToJsonString(),
        (FieldKind.Integer, JTokenType.Integer) => (long)token,
        (FieldKind.Integer, JTokenType.Float) when (double)token % 1 == 0 => (long)(double)token,
        (FieldKind.Number, JTokenType.Integer or JTokenType.Float) => ToJson(token),
        (FieldKind.Integer, JTokenType.String) when long.TryParse((string?)token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        (FieldKind.Number, JTokenType.String) when double.TryParse((string?)token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    private static JsonNode? ToJson(JToken token) => token switch
    {
        JObject map => new JsonObject(map.Properties().Select(member => KeyValuePair.Create(member.Name, ToJson(member.Value)))),
        JArray list => new JsonArray([.. list.Select(ToJson)]),
        JValue { Value: long whole } => whole,
        JValue { Value: double number } => number,
        JValue { Value: bool flag } => flag,
        JValue { Value: null } => null,
        JValue value => JsonValue.Create(System.Convert.ToString(value.Value, CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static string Kind(JToken token) => token.Type is JTokenType.Null ? "nothing" : $"a JSON {token.Type.ToString().ToLowerInvariant()}";
}
