using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.OciServer.Parameters;

/// <summary>The checked arguments of one call: every value has its type, defaults are filled in.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, object> values;

    private Arguments(Dictionary<string, object> values) => this.values = values;

    public string? Profile => Text(Parameter.ProfileName);

    public string? Region => Text(Parameter.RegionName);

    /// <summary>Null arguments if any of them is wrong; the problem names all that are, and what would be right.</summary>
    public static (Arguments? Arguments, string? Problem) Read(IReadOnlyList<Parameter> parameters, IDictionary<string, JsonElement>? given)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        var problems = new List<string>();
        var left = new Dictionary<string, JsonElement>(given ?? new Dictionary<string, JsonElement>(), StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            if (Take(parameter, left, values) is { } problem) problems.Add(problem);
        }

        if (left.Count > 0) problems.Add(Unknown(parameters, left.Keys));
        return problems.Count == 0 ? (new Arguments(values), null) : (null, string.Join(' ', problems));
    }

    public bool Has(string name) => values.ContainsKey(name);

    public string? Text(string name) => values.GetValueOrDefault(name) switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        IReadOnlyList<string> list => string.Join(',', list),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    public string RequiredText(string name) => (string)values[name];

    public int Number(string name) => (int)(long)values[name];

    public bool Flag(string name) => (bool)values[name];

    public DateOnly? Date(string name) => (DateOnly?)values.GetValueOrDefault(name);

    public JsonNode? Json(string name) => values.GetValueOrDefault(name) switch
    {
        null => null,
        long whole => whole,
        double number => number,
        bool flag => flag,
        IReadOnlyList<string> list => new JsonArray([.. list.Select(text => JsonValue.Create(text))]),
        _ => Text(name),
    };

    /// <summary>The same with a name replaced by what it stands for.</summary>
    public Arguments With(string name, string value) => new(new Dictionary<string, object>(values, StringComparer.Ordinal) { [name] = value });

    /// <summary>A null counts as not given: models like to send one for what they leave out.</summary>
    private static string? Take(Parameter parameter, Dictionary<string, JsonElement> left, Dictionary<string, object> values)
    {
        var names = parameter.Aliases.Prepend(parameter.Name).Where(left.ContainsKey).ToList();
        var given = names.Select(name => left[name]).Where(value => value.ValueKind != JsonValueKind.Null).ToList();
        names.ForEach(name => left.Remove(name));
        if (given.Count > 1 && given.Exists(value => !JsonElement.DeepEquals(value, given[0]))) return $"{string.Join(" and ", names)} mean the same, and were given different values.";
        if (given.Count == 0 && parameter.Default is null) return parameter.Required ? $"{parameter.Name} is required: {parameter.Description}" : null;
        var (value, problem) = ArgumentReader.Read(parameter, given.Count > 0 ? given[0] : JsonElement.Parse(parameter.Default!.ToJsonString()));
        if (value is not null) values[parameter.Name] = value;
        return problem;
    }

    private static string Unknown(IReadOnlyList<Parameter> parameters, IEnumerable<string> names)
    {
        var quoted = string.Join(", ", names.Select(name => $"\"{(name.Length > 60 ? name[..60] + "…" : name)}\"").Take(10));
        var known = parameters.Count == 0 ? "The tool takes none" : $"Known: {string.Join(", ", parameters.Select(parameter => parameter.Name))}";
        return $"Unknown argument {quoted}. {known}.";
    }
}
