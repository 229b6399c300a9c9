using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Coordinator.DemoServer.Tools;

/// <summary>The checked arguments of one call: every value has its type, defaults are filled in.</summary>
internal sealed class ToolArguments
{
    private readonly Dictionary<string, object> values = [];

    private ToolArguments()
    {
    }

    public static bool TryRead(
        IReadOnlyList<ToolParameter> parameters,
        IDictionary<string, JsonElement>? given,
        [NotNullWhen(true)] out ToolArguments? arguments,
        [NotNullWhen(false)] out ToolError? error)
    {
        var read = new ToolArguments();
        var problems = UnknownNames(parameters, given).ToList();
        foreach (var parameter in parameters)
        {
            if (read.Take(parameter, given) is { } problem) problems.Add(problem);
        }

        arguments = problems.Count == 0 ? read : null;
        error = problems.Count == 0 ? null : ToolError.InvalidParameter(string.Join(' ', problems));
        return arguments is not null;
    }

    public string? Text(string name) => (string?)values.GetValueOrDefault(name);

    public string RequiredText(string name) => (string)values[name];

    public DateOnly? Date(string name) => (DateOnly?)values.GetValueOrDefault(name);

    public int Number(string name) => (int)values[name];

    public bool Flag(string name) => (bool)values[name];

    private static IEnumerable<string> UnknownNames(IReadOnlyList<ToolParameter> parameters, IDictionary<string, JsonElement>? given)
    {
        var known = parameters.Count == 0 ? "There are none" : "Known: " + string.Join(", ", parameters.Select(p => p.Name));
        return (given?.Keys ?? [])
            .Where(name => parameters.All(p => p.Name != name))
            .Select(name => $"Unknown argument \"{name}\". {known}.");
    }

    /// <summary>A null counts as not given: models like to send one for what they leave out.</summary>
    private string? Take(ToolParameter parameter, IDictionary<string, JsonElement>? given)
    {
        if (given is null || !given.TryGetValue(parameter.Name, out var raw) || raw.ValueKind == JsonValueKind.Null)
        {
            if (parameter.Default is { } value) values[parameter.Name] = parameter.JsonType == "boolean" ? value.GetValue<bool>() : value.GetValue<int>();
            return parameter.Required ? $"{parameter.Name} is required." : null;
        }

        var (read, problem) = parameter.Read(raw);
        if (read is not null) values[parameter.Name] = read;
        return problem;
    }
}
