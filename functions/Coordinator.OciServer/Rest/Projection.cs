using System.Globalization;
using System.Text.Json;
using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Rest;

/// <summary>Turns what a service sends into what the tool answers, field by field.</summary>
/// <param name="arguments">Of the call, for lists that keep only what its arguments say; null: all of it.</param>
internal sealed class Projection(ResultDefinition result, Arguments? arguments = null)
{
    private const string Type = "type";

    private readonly FieldPath items = new(result.Items);
    private readonly IReadOnlyList<(FieldDefinition Field, FieldPath Path)> fields = [.. result.Fields.Select(field => (field, new FieldPath(field.Path)))];

    private readonly IReadOnlyList<(FieldPath Path, string Parameter)> conditions = [.. result.Where.Select(condition => (new FieldPath(condition.Key), condition.Value.Names[0]))];

    public Projection Where(Arguments given) => conditions.Count == 0 ? this : new Projection(result, given);

    /// <summary>Whether what it would describe is there. Where nothing is named, anything is an answer.</summary>
    public bool HasOne(JsonElement body) => fields.Count == 0 || items.Of(body).ValueKind != JsonValueKind.Null;

    /// <summary>The items of one page.</summary>
    /// <exception cref="ToolException">There is no list where the definition says.</exception>
    public IReadOnlyList<JsonElement> Items(JsonElement body) => items.Of(body) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Where(IsWanted)],
        var other => throw new ToolException(ToolError.BadAnswer($"The service answered with {Kind(other)} where the tool's definition ({result.Items}) expects a list.") with { IsRetryable = false }),
    };

    /// <summary>The answer of a tool that describes one thing.</summary>
    public ReadOnlyMemory<byte> One(JsonElement body, CompartmentTree? tree)
    {
        var thing = items.Of(body);
        return AnswerJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString(Type, result.Type);
            WriteMembers(writer, thing, tree);
            writer.WriteEndObject();
        });
    }

    /// <summary>The answer of a tool that lists things.</summary>
    /// <param name="unreadable">Of lists over compartments: those that are missing in it.</param>
    public ReadOnlyMemory<byte> Many(string list, IReadOnlyList<byte[]> written, bool more, IReadOnlyList<string>? unreadable = null) => AnswerJson.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString(Type, result.Type);
            writer.WriteNumber("count", written.Count);
            writer.WriteBoolean("more", more);
            if (unreadable is not null)
            {
                writer.WriteStartArray(ResultDefinition.Unreadable);
                foreach (var compartment in unreadable) writer.WriteStringValue(compartment);
                writer.WriteEndArray();
            }

            writer.WriteStartArray(list);
            foreach (var item in written) writer.WriteRawValue(item, skipInputValidation: true);
            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        written.Sum(item => item.Length + 1) + 1024);

    /// <summary>An item of a list as it is sent: nothing else is kept of a page.</summary>
    public byte[] Item(JsonElement json, CompartmentTree? tree) => AnswerJson.Write(writer =>
    {
        writer.WriteStartObject();
        WriteMembers(writer, json, tree);
        writer.WriteEndObject();
    }).ToArray();

    private bool IsWanted(JsonElement item) => arguments is null || conditions.All(condition => arguments.Text(condition.Parameter) is not { } wanted || condition.Path.Of(item).ToString() == wanted);

    private void WriteMembers(Utf8JsonWriter writer, JsonElement json, CompartmentTree? tree)
    {
        string? compartment = null;
        foreach (var (name, value, kind) in Members(json))
        {
            writer.WritePropertyName(name);
            Write(writer, value, kind);
            if (name == ResultDefinition.CompartmentId) compartment = value.ToString();
        }

        if (result.NamesCompartments) writer.WriteString(ResultDefinition.CompartmentName, tree?.NameOf(compartment));
    }

    private IEnumerable<(string Name, JsonElement Value, FieldKind Kind)> Members(JsonElement json) => (fields.Count, json.ValueKind) switch
    {
        (> 0, _) => fields.Select(field => (field.Field.Name, field.Path.Of(json), field.Field.Kind)),
        // What an answer's type says is this tool's to decide.
        (_, JsonValueKind.Object) => json.EnumerateObject().Where(member => result.List is not null || member.Name != Type).Select(member => (member.Name, member.Value, FieldKind.Any)),
        _ => [("value", json, FieldKind.Any)],
    };

    /// <summary>A number where a text is promised becomes one, and so on. What cannot become it is null: the schema is kept.</summary>
    private static void Write(Utf8JsonWriter writer, JsonElement json, FieldKind kind)
    {
        switch (kind, json.ValueKind)
        {
            case (FieldKind.Any, _) or (FieldKind.Object, JsonValueKind.Object) or (FieldKind.List, JsonValueKind.Array) or (FieldKind.Boolean, JsonValueKind.True or JsonValueKind.False)
                or (FieldKind.Text, JsonValueKind.String) or (FieldKind.Number, JsonValueKind.Number):
                json.WriteTo(writer);
                break;
            case (FieldKind.Text, JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False):
                writer.WriteStringValue(json.GetRawText());
                break;
            case (FieldKind.Integer, JsonValueKind.Number or JsonValueKind.String) when Number(json) is { } number && number == decimal.Truncate(number):
                writer.WriteNumberValue(decimal.Truncate(number));
                break;
            case (FieldKind.Number, JsonValueKind.String) when Number(json) is { } number:
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static decimal? Number(JsonElement json) =>
        decimal.TryParse(json.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Kind(JsonElement json) => json.ValueKind is JsonValueKind.Null ? "nothing" : $"a JSON {json.ValueKind.ToString().ToLowerInvariant()}";
}
