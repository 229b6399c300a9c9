using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Coordinator.Core.Configuration;

namespace Coordinator.Core.Workflows;

/// <summary>A workflow as a run carries it: the definition's own text and the values from the message, so that a changed file changes no run.</summary>
public sealed partial record PinnedWorkflow
{
    private static readonly ConcurrentDictionary<string, WorkflowDefinition> Definitions = new(StringComparer.Ordinal);

    public int SchemaVersion { get; init; } = 1;

    public required string Name { get; init; }

    public required string Source { get; init; }

    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>The day the message was read: what "last month" is reckoned from.</summary>
    public required DateOnly Today { get; init; }

    internal WorkflowDefinition Definition => Definitions.GetOrAdd(Source, static source =>
    {
        var problems = new List<ConfigProblem>();
        return WorkflowReader.Read(new WorkflowFile("pinned", source), problems) ?? throw new ConfigException(problems);
    });

    public static PinnedWorkflow Create(WorkflowDefinition definition, IReadOnlyDictionary<string, string> values, DateOnly today) =>
        new() { Name = definition.Name, Source = definition.Source, Values = values, Today = today };

    public static PinnedWorkflow FromJson(string json) => JsonSerializer.Deserialize(json, PinnedJson.Default.PinnedWorkflow)!;

    public string ToJson() => JsonSerializer.Serialize(this, PinnedJson.Default.PinnedWorkflow);

    /// <summary>The variables of the templates. A month has <c>start</c>, <c>end</c> and <c>label</c>.</summary>
    internal Dictionary<string, object?> Variables()
    {
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal) { ["today"] = Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
        foreach (var (name, value) in Values)
        {
            variables[name] = Definition.Parameters.TryGetValue(name, out var parameter) && parameter.Kind == ParameterKind.Month ? Month(value) : value;
        }

        return variables;
    }

    private JsonElement Month(string firstDay)
    {
        var start = DateOnly.ParseExact(firstDay, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var last = start.AddMonths(1).AddDays(-1);
        return JsonSerializer.SerializeToElement(
            new Dictionary<string, string>
            {
                ["start"] = firstDay,
                ["end"] = (last > Today && start <= Today ? Today : last).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["label"] = start.ToString("MMMM yyyy", CultureInfo.InvariantCulture),
            },
            PinnedJson.Default.DictionaryStringString);
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(PinnedWorkflow))]
    [JsonSerializable(typeof(Dictionary<string, string>))]
    private sealed partial class PinnedJson : JsonSerializerContext;
}
