using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Coordinator.Core.Runs;

/// <summary>Which word stands for which fact. The words are stored: never rename or reuse one.</summary>
internal static class RunFactShapes
{
    private static readonly FrozenDictionary<Type, string> Words = new Dictionary<Type, string>
    {
        [typeof(RunStarted)] = "run_started",
        [typeof(RunResumed)] = "run_resumed",
        [typeof(MessageRouted)] = "message_routed",
        [typeof(TurnTaken)] = "turn_taken",
        [typeof(ToolFinished)] = "tool_finished",
        [typeof(StepFailed)] = "step_failed",
        [typeof(StepQueued)] = "step_queued",
        [typeof(ReplyIntended)] = "reply_intended",
        [typeof(ReplyPosted)] = "reply_posted",
        [typeof(InboxRead)] = "inbox_read",
        [typeof(RunDeadLettered)] = "run_dead_lettered",
        [typeof(RunFinished)] = "run_finished",
    }.ToFrozenDictionary();

    private static readonly JsonSerializerOptions Options = new(RunJsonContext.Default.Options)
    {
        TypeInfoResolver = RunJsonContext.Default.WithAddedModifier(Shape),
    };

    private static readonly FrozenDictionary<string, JsonTypeInfo> ByWord =
        Words.ToFrozenDictionary(pair => pair.Value, pair => Options.GetTypeInfo(pair.Key));

    public static string WordOf(RunFact fact) => fact is UnknownFact unknown ? unknown.Type : Words[fact.GetType()];

    public static JsonTypeInfo Of(RunFact fact) => Options.GetTypeInfo(fact.GetType());

    /// <summary>Null for a word this build does not know.</summary>
    public static JsonTypeInfo? Find(string word) => ByWord.GetValueOrDefault(word);

    private static void Shape(JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
            property.IsRequired |= property.AssociatedParameter is { IsNullable: false, HasDefaultValue: false };
        if (Words.TryGetValue(info.Type, out var word))
            ShapeFact(info, word);
    }

    private static void ShapeFact(JsonTypeInfo info, string word)
    {
        // An override does not inherit [JsonIgnore].
        info.Properties.Remove(info.Properties.Single(property => property.Name == "key"));
        var type = info.CreateJsonPropertyInfo(typeof(string), "type");
        type.Get = _ => word;
        type.Order = -3;
        info.Properties.Add(type);
        foreach (var property in info.Properties)
            property.Order = property.Name switch { "schemaVersion" => -2, "at" => -1, _ => property.Order };
    }
}
