using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Coordinator.Core.DeadLetters;

/// <summary>A letter as it is stored. Members of newer versions are kept.</summary>
public static class DeadLetterJson
{
    public static string Serialize(DeadLetter letter) => JsonSerializer.Serialize(letter, DeadLetterJsonContext.Default.DeadLetter);

    /// <exception cref="JsonException">The text is no letter.</exception>
    public static DeadLetter Deserialize(string json, long version) =>
        (JsonSerializer.Deserialize(json, DeadLetterJsonContext.Default.DeadLetter) ?? throw new JsonException("A dead letter is a JSON object.")) with { Version = version };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class DeadLetterJsonContext : JsonSerializerContext;
