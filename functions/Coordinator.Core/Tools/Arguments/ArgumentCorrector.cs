using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.Core.Tools.Arguments;

/// <summary>
/// Puts right how the arguments of a read are written, never what they mean: nothing is guessed, and arguments that the schema takes stay as they are until their server has refused them.
/// Never used for a call that changes something.
/// </summary>
public static class ArgumentCorrector
{
    private const int Deepest = 8;

    /// <summary>What is added where it is required and missing (the original's figures).</summary>
    private static readonly (string Name, int Value)[] Usual = [("days", 30), ("limit", 100)];

    /// <param name="schema">The tool's input schema.</param>
    /// <param name="thorough">The server has refused them as they are: then what the schema would have taken is put right, too.</param>
    public static Correction Correct(JsonElement arguments, JsonElement schema, bool thorough)
    {
        var changes = new List<string>();
        if (arguments.ValueKind != JsonValueKind.Object || schema.ValueKind != JsonValueKind.Object)
        {
            return new Correction(arguments, changes);
        }

        try
        {
            var corrected = CorrectObject(JsonObject.Create(arguments)!, ArgumentSchema.Of(schema), "", new Pass(thorough, changes));
            return changes.Count == 0 ? new Correction(arguments, changes) : new Correction(JsonElement.Parse(corrected.ToJsonString()), changes);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // JSON allows a name twice, and half of a surrogate pair: what cannot be read here is left to its server.
            return new Correction(arguments, []);
        }
    }

    private static JsonObject CorrectObject(JsonObject given, ArgumentSchema schema, string path, Pass pass)
    {
        var corrected = new JsonObject();
        foreach (var (name, value) in given)
        {
            corrected[name] = CorrectValue(value, schema.Property(name), $"{path}{name}", pass);
        }

        foreach (var (name, value) in Usual)
        {
            var property = schema.Property(name);
            if (!corrected.ContainsKey(name) && schema.Required.Contains(name) && property is { IsObject: true, HasDefault: false } && property.Takes("integer"))
            {
                var allowed = (int)Math.Max(Math.Min(value, property.Number("maximum") ?? value), Math.Min(property.Number("minimum") ?? 0, int.MaxValue));
                corrected[name] = allowed;
                pass.Note($"{path}{name}", "missing", $"{allowed}");
            }
        }

        return corrected;
    }

    private static JsonNode? CorrectValue(JsonNode? value, ArgumentSchema schema, string path, Pass pass)
    {
        if (Pass.DepthOf(path) > Deepest || !schema.IsObject)
        {
            return value?.DeepClone();
        }

        switch (value)
        {
            case JsonObject map:
                return CorrectObject(map, schema, $"{path}.", pass);
            case JsonArray list:
                return new JsonArray([.. list.Select((item, index) => CorrectValue(item, schema.Items, $"{path}[{index}]", pass))]);
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                var text = scalar.GetValue<string>();
                var corrected = CorrectText(text, schema, pass.IsThorough);
                if (corrected is null)
                {
                    return value.DeepClone();
                }

                pass.Note(path, $"\"{text}\"", corrected.GetValueKind() == JsonValueKind.String ? $"\"{corrected}\"" : corrected.ToJsonString());
                return corrected;
            default:
                return value?.DeepClone();
        }
    }

    /// <summary>Null: it stays as it is.</summary>
    private static JsonValue? CorrectText(string text, ArgumentSchema schema, bool thorough)
    {
        if (schema.Excludes("string"))
        {
            return ReadScalar(text.Trim(), schema);
        }

        if (!thorough || !schema.Takes("string"))
        {
            return null;
        }

        var corrected = Ocid.Normalize(text) ?? IsoTime.Normalize(text, schema.Format) ?? text.Trim();
        return corrected == text ? null : JsonValue.Create(corrected);
    }

    private static JsonValue? ReadScalar(string text, ArgumentSchema schema) =>
        (schema.Takes("integer") || schema.Takes("number")) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
        : schema.Takes("number") && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
        : schema.Takes("boolean") && bool.TryParse(text, out var flag) ? JsonValue.Create(flag)
        : null;

    private sealed record Pass(bool IsThorough, List<string> Changes)
    {
        private const int Longest = 120;

        public static int DepthOf(string path) => path.Count(letter => letter is '.' or '[');

        public void Note(string path, string from, string to) => Changes.Add($"{path} was {Short(from)}, sent as {Short(to)}.");

        private static string Short(string text) => text.Length <= Longest ? text : $"{text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)]}…";
    }
}

/// <param name="Arguments">The given ones if there are no changes.</param>
/// <param name="Changes">One sentence each, for the model and the user.</param>
public sealed record Correction(JsonElement Arguments, IReadOnlyList<string> Changes);
