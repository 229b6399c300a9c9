using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Core.Resilience.ModelLimits;

/// <summary>What one provider may still be asked, as it is stored under <see cref="KeyOf"/>. Two buckets that fill evenly within a minute; that of tokens may be overdrawn, as an answer's size is known only afterwards.</summary>
public sealed record ModelRate
{
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Requests taken out of the bucket, less what has flowed in since.</summary>
    public double Requests { get; init; }

    /// <summary>The same of tokens.</summary>
    public double Tokens { get; init; }

    /// <summary>When both were true, by the clock of the instance that wrote it.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The provider asked everyone to wait until then (Retry-After).</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    public static string KeyOf(string provider) => $"oci:llm:rate:{provider}";

    /// <summary>What cannot be read is taken for nothing used.</summary>
    public static ModelRate Deserialize(string? json)
    {
        try
        {
            return json is null ? new ModelRate() : JsonSerializer.Deserialize(json, ModelRateJson.Default.ModelRate) ?? new ModelRate();
        }
        catch (JsonException)
        {
            return new ModelRate();
        }
    }

    public string Serialize() => JsonSerializer.Serialize(this, ModelRateJson.Default.ModelRate);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelRate))]
internal sealed partial class ModelRateJson : JsonSerializerContext;
