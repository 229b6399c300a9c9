using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Coordinator.OciServer.Parameters;

/// <summary>Holds one argument to its parameter.</summary>
internal static partial class ArgumentReader
{
    private const int MostShown = 100;

    /// <summary>The value in its type (long, double, bool, DateOnly, DateTimeOffset, list of strings, string), or a sentence that says what is wrong with it.</summary>
    public static (object? Value, string? Problem) Read(Parameter parameter, JsonElement given) => parameter.Kind switch
    {
        ParameterKind.Integer => Whole(given) is { } whole && IsWithin(parameter, whole) ? (whole, null) : Wrong(parameter, given, $"a whole number{Range(parameter)}"),
        ParameterKind.Number => given.ValueKind == JsonValueKind.Number && given.TryGetDouble(out var number) && IsWithin(parameter, number)
            ? (number, null)
            : Wrong(parameter, given, $"a number{Range(parameter)}"),
        ParameterKind.Boolean => given.ValueKind is JsonValueKind.True or JsonValueKind.False ? (given.GetBoolean(), null) : Wrong(parameter, given, "true or false"),
        ParameterKind.List => given.ValueKind == JsonValueKind.Array && given.EnumerateArray().All(IsText)
            ? (given.EnumerateArray().Select(item => item.GetString()!.Trim()).ToList(), null)
            : Wrong(parameter, given, "a list of texts"),
        _ => IsText(given) ? Text(parameter, given, given.GetString()!.Trim()) : Wrong(parameter, given, "a text that is not empty"),
    };

    private static (object? Value, string? Problem) Text(Parameter parameter, JsonElement given, string text) => parameter.Kind switch
    {
        ParameterKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? (date, null)
            : Wrong(parameter, given, "a date as YYYY-MM-DD"),
        ParameterKind.Time => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? (time, null)
            : Wrong(parameter, given, "a time such as 2026-01-15T12:00:00Z"),
        ParameterKind.Ocid => OfKind(parameter, given, text),
        _ when parameter.Values.Count > 0 => parameter.Values.FirstOrDefault(value => value.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } word
            ? (word, null)
            : Wrong(parameter, given, $"one of {string.Join(", ", parameter.Values)}"),
        _ when parameter.Pattern is { } pattern && !Regex.IsMatch(text, $"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) =>
            Wrong(parameter, given, $"of the form {pattern}"),
        _ => (text, null),
    };

    private static (object? Value, string? Problem) OfKind(Parameter parameter, JsonElement given, string text)
    {
        var kinds = string.Join(" or ", parameter.Values);
        if (Ocid().Match(text) is not { Success: true } ocid) return Wrong(parameter, given, $"an OCID such as ocid1.{(parameter.Values.Count > 0 ? parameter.Values[0] : "instance")}.oc1..");
        return parameter.Values.Count == 0 || parameter.Values.Contains(ocid.Groups[1].Value)
            ? (text, null)
            : (null, $"{parameter.Name} must be the OCID of a thing of kind {kinds}, not of kind {ocid.Groups[1].Value}.");
    }

    private static bool IsText(JsonElement given) => given.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(given.GetString());

    /// <summary>Also 5.0, which some models write.</summary>
    private static long? Whole(JsonElement given) =>
        given.ValueKind != JsonValueKind.Number ? null
        : given.TryGetInt64(out var whole) ? whole
        : given.TryGetDouble(out var number) && Math.Abs(number) < 1e15 && number == Math.Truncate(number) ? (long)number
        : null;

    private static bool IsWithin(Parameter parameter, double number) => !(number < parameter.Least) && !(number > parameter.Most);

    private static string Range(Parameter parameter) => (parameter.Least, parameter.Most) switch
    {
        ({ } least, { } most) => $" from {least} to {most}",
        ({ } least, null) => $" of at least {least}",
        (null, { } most) => $" of at most {most}",
        _ => "",
    };

    private static (object? Value, string? Problem) Wrong(Parameter parameter, JsonElement given, string expected)
    {
        var raw = given.GetRawText();
        return (null, $"{parameter.Name} must be {expected}, not {(raw.Length > MostShown ? raw[..MostShown] + "…" : raw)}.");
    }

    /// <summary>ocid1.(kind).(realm).[region][.future use].(unique id)</summary>
    [GeneratedRegex(@"^ocid1\.([a-z0-9_-]+)\.[a-z0-9-]*\.[a-z0-9-]*\.[A-Za-z0-9._-]*[A-Za-z0-9]$", RegexOptions.NonBacktracking)]
    private static partial Regex Ocid();
}
