using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Coordinator.Connections.Logs;

/// <summary>
/// What the template of a log message says about its parts. Ours are <c>event_name key={Value} … words</c>; of others only the words are known.
/// </summary>
internal sealed partial class LogTemplate
{
    /// <summary>Templates are constants of the program; should one not be, it is parsed each time.</summary>
    private const int MaxKept = 2000;

    private static readonly ConcurrentDictionary<string, LogTemplate> Known = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<Part> _parts;

    private LogTemplate(string text)
    {
        var tokens = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Event = tokens.Length > 0 && EventName().IsMatch(tokens[0]) ? tokens[0] : null;
        _parts = [.. tokens.Skip(Event is null ? 0 : 1).Select(Part.Parse)];
    }

    /// <summary>Null: the template does not begin with one.</summary>
    public string? Event { get; }

    public static LogTemplate Of(string text)
    {
        if (Known.TryGetValue(text, out var known))
        {
            return known;
        }

        var template = new LogTemplate(text);
        if (Known.Count < MaxKept)
        {
            Known.TryAdd(text, template);
        }

        return template;
    }

    /// <param name="pair">Called for each <c>key={Value}</c> that has one.</param>
    /// <returns>The words between; empty if there are none.</returns>
    public string Read(IReadOnlyList<KeyValuePair<string, object?>> values, Action<string, object, string?> pair)
    {
        var words = new StringBuilder();
        foreach (var part in _parts)
        {
            var value = part.Name is null ? null : Find(values, part.Name);
            if (part.Key is null)
            {
                words.Append(words.Length > 0 ? " " : "").Append(part.Before).Append(Text(value, part.Format)).Append(part.After);
            }
            else if (value is not null)
            {
                pair(part.Key, value, part.Format);
            }
        }

        return words.ToString();
    }

    public static string Text(object? value, string? format) => value is IFormattable formattable
        ? formattable.ToString(format, CultureInfo.InvariantCulture)
        : value?.ToString() ?? "";

    private static object? Find(IReadOnlyList<KeyValuePair<string, object?>> values, string name)
    {
        for (var index = 0; index < values.Count; index++)
        {
            if (values[index].Key == name)
            {
                return values[index].Value;
            }
        }

        return null;
    }

    [GeneratedRegex("^[a-z][a-z0-9_.]*$", RegexOptions.CultureInvariant)]
    private static partial Regex EventName();

    [GeneratedRegex("^(?:([a-z][a-z0-9_]*)=)?([^{]*)\\{@?([A-Za-z0-9_]+)(?::([^}]+))?\\}(.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    /// <summary>A word, a word with a value in it, or a key with its value.</summary>
    private sealed record Part(string? Key, string Before, string? Name, string? Format, string After)
    {
        public static Part Parse(string token)
        {
            if (Placeholder().Match(token) is not { Success: true } match)
            {
                return new Part(null, token, null, null, "");
            }

            // What is stuck to a value (a comma, a unit) is no part of a pair.
            var isPair = match.Groups[1].Success && match.Groups[2].Length == 0 && match.Groups[5].Length == 0;
            return new Part(
                isPair ? match.Groups[1].Value : null,
                isPair || !match.Groups[1].Success ? match.Groups[2].Value : $"{match.Groups[1].Value}={match.Groups[2].Value}",
                match.Groups[3].Value,
                match.Groups[4].Success ? match.Groups[4].Value : null,
                match.Groups[5].Value);
        }
    }
}
