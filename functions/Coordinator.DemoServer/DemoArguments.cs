using System.Globalization;
using System.Text.Json;

namespace Coordinator.DemoServer;

/// <summary>The arguments of a call; a bad one is named with what is allowed.</summary>
internal sealed class DemoArguments
{
    private readonly IDictionary<string, JsonElement> _values;

    public DemoArguments(DemoTool tool, IDictionary<string, JsonElement> values, string? effectKey)
    {
        _values = values;
        EffectKey = effectKey;
        var known = tool.Parameters.Select(parameter => parameter.Name).ToList();
        if (values.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw DemoError.Invalid($"Unknown argument '{unknown}'. {tool.Name} takes: {(known.Count == 0 ? "no arguments" : string.Join(", ", known))}.");
        }

        if (tool.Parameters.FirstOrDefault(parameter => parameter.Required && !Has(parameter.Name)) is { } missing)
        {
            throw DemoError.Invalid($"Argument '{missing.Name}' is missing: {missing.Description}.");
        }
    }

    /// <summary><c>_meta["coordinator/effectKey"]</c>.</summary>
    public string? EffectKey { get; }

    public string? Text(string name) => !Has(name) ? null
        : _values[name].ValueKind == JsonValueKind.String ? _values[name].GetString()
        : throw DemoError.Invalid($"Argument '{name}' must be a text.");

    public int Number(string name, int otherwise, int least, int most) => !Has(name) ? otherwise
        : _values[name].ValueKind == JsonValueKind.Number && _values[name].TryGetInt32(out var number) && number >= least && number <= most ? number
        : throw DemoError.Invalid($"Argument '{name}' must be a whole number from {least} to {most}.");

    public DateOnly? Day(string name) => Text(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw DemoError.Invalid($"Argument '{name}' must be a day like 2026-03-31, not '{text}'.");

    public string? OneOf(string name, params string[] allowed) => Text(name) is not { } text ? null
        : allowed.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw DemoError.Invalid($"Argument '{name}' must be one of {string.Join(", ", allowed)}, not '{text}'.");

    private bool Has(string name) => _values.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
}
