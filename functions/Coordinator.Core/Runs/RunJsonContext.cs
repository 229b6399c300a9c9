using System.Text.Json;
using System.Text.Json.Serialization;
using Coordinator.Core.Failures;

namespace Coordinator.Core.Runs;

/// <summary>The stored shapes of runs: camelCase, enums as snake_case words, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(FailureClassWords)])]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunRetry))]
[JsonSerializable(typeof(RunStarted))]
[JsonSerializable(typeof(RunResumed))]
[JsonSerializable(typeof(MessageRouted))]
[JsonSerializable(typeof(TurnTaken))]
[JsonSerializable(typeof(ToolFinished))]
[JsonSerializable(typeof(StepFailed))]
[JsonSerializable(typeof(StepQueued))]
[JsonSerializable(typeof(ReplyIntended))]
[JsonSerializable(typeof(ReplyPosted))]
[JsonSerializable(typeof(InboxRead))]
[JsonSerializable(typeof(RunDeadLettered))]
[JsonSerializable(typeof(RunFinished))]
internal sealed partial class RunJsonContext : JsonSerializerContext
{
    private sealed class FailureClassWords()
        : JsonStringEnumConverter<FailureClass>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
}
