using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Coordinator.Core.Runs;

/// <summary>
/// A <see cref="RunAction"/> on its way to whoever carries it out: <c>{"type":"call_tool", …}</c>. It lives as long as the step is under way and is never kept:
/// a host that replays decisions finishes or repeats its steps before a new version takes over.
/// </summary>
public static class RunActionJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        TypeInfoResolver = RunActionJsonContext.Default.WithAddedModifier(Shape),
    };

    public static string Serialize(RunAction action) => JsonSerializer.Serialize(action, Options.GetTypeInfo(typeof(RunAction)));

    /// <exception cref="JsonException">The text is no action that this version knows.</exception>
    public static RunAction Deserialize(string json) =>
        (RunAction?)JsonSerializer.Deserialize(json, Options.GetTypeInfo(typeof(RunAction))) ?? throw new JsonException("An action is a JSON object.");

    private static void Shape(JsonTypeInfo info)
    {
        if (info.Type == typeof(RunAction))
        {
            info.PolymorphismOptions = Kinds(
                typeof(StartRun), typeof(RouteMessage), typeof(TakeTurn), typeof(CallTool), typeof(RefuseTool), typeof(CancelStep),
                typeof(PostReply), typeof(DeadLetterRun), typeof(FinishRun), typeof(Wait), typeof(Park));
        }
        else if (info.Type == typeof(ReplyBody))
        {
            info.PolymorphismOptions = Kinds(typeof(StillWorking), typeof(TurnAnswer), typeof(CapabilitiesAnswer), typeof(FailureReport), typeof(StopReport));
        }
    }

    private static JsonPolymorphismOptions Kinds(params ReadOnlySpan<Type> types)
    {
        var options = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "type" };
        foreach (var type in types)
        {
            options.DerivedTypes.Add(new JsonDerivedType(type, JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name)));
        }

        return options;
    }
}

[JsonSerializable(typeof(RunAction))]
[JsonSerializable(typeof(StartRun))]
[JsonSerializable(typeof(RouteMessage))]
[JsonSerializable(typeof(TakeTurn))]
[JsonSerializable(typeof(CallTool))]
[JsonSerializable(typeof(RefuseTool))]
[JsonSerializable(typeof(CancelStep))]
[JsonSerializable(typeof(PostReply))]
[JsonSerializable(typeof(DeadLetterRun))]
[JsonSerializable(typeof(FinishRun))]
[JsonSerializable(typeof(Wait))]
[JsonSerializable(typeof(Park))]
[JsonSerializable(typeof(StillWorking))]
[JsonSerializable(typeof(TurnAnswer))]
[JsonSerializable(typeof(CapabilitiesAnswer))]
[JsonSerializable(typeof(FailureReport))]
[JsonSerializable(typeof(StopReport))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, IgnoreReadOnlyProperties = true)]
internal sealed partial class RunActionJsonContext : JsonSerializerContext;
