using System.Text.Json;

namespace Coordinator.Core.Tools;

/// <summary>The members of an object in a manifest. One that is not what it should be is reported and taken for missing.</summary>
internal sealed class ManifestFields(JsonElement element, string place, List<string> problems)
{
    public void Require(params string[] names)
    {
        var missing = names.Where(name => Find(name) is null).ToList();
        if (missing.Count > 0)
        {
            Report($"It does not say {string.Join(", ", missing)}.");
        }
    }

    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String && TextOf(value) is { } text ? text
        : Wrong<string>(name, "a text");

    public bool? Flag(string name) => Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : WrongValue<bool>(name, "true or false");

    public int? Number(string name, int least, int most) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most ? number
        : WrongValue<int>(name, $"a whole number from {least} to {most}");

    public T? Word<T>(string name)
        where T : struct, Enum => Text(name) is not { } text ? null
        : Enum.GetNames<T>().Any(known => known.Equals(text, StringComparison.OrdinalIgnoreCase)) ? Enum.Parse<T>(text, ignoreCase: true)
        : WrongValue<T>(name, $"one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");

    public ManifestFields? Map(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new ManifestFields(value, $"{place}.{name}", problems)
        : Wrong<ManifestFields>(name, "an object");

    public IReadOnlyList<JsonElement> Items(string name, int most = 100)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return Wrong<IReadOnlyList<JsonElement>>(name, "a list") ?? [];
        }

        if (value.GetArrayLength() > most)
        {
            Report($"{name} has {value.GetArrayLength()} entries, of which {most} are read.");
        }

        return [.. value.EnumerateArray().Take(most)];
    }

    private JsonElement? Find(string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Null for half of a surrogate pair: valid JSON, but no text.</summary>
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private T? Wrong<T>(string name, string right)
        where T : class
    {
        Report($"{name} must be {right}.");
        return null;
    }

    private T? WrongValue<T>(string name, string right)
        where T : struct
    {
        Report($"{name} must be {right}.");
        return null;
    }

    private void Report(string problem) => problems.Add(place.Length == 0 ? problem : $"{place}: {problem}");
}
