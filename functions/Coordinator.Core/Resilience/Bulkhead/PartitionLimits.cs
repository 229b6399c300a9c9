using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Core.Resilience.Bulkhead;

/// <summary>Limits that operators set while the coordinator runs, as they are stored under <see cref="Key"/>.</summary>
internal sealed record PartitionLimits
{
    public const string Key = "oci:bulkhead:limits";

    public static readonly PartitionLimits None = new();

    public int SchemaVersion { get; init; } = 1;

    public IReadOnlyDictionary<string, int> MaxConcurrent { get; init; } = new Dictionary<string, int>();

    /// <summary>What cannot be read (damaged, of a newer version) leaves the limits of the file.</summary>
    public static PartitionLimits Deserialize(string? json)
    {
        try
        {
            return json is null ? None : JsonSerializer.Deserialize(json, PartitionLimitsJson.Default.PartitionLimits) ?? None;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    public string Serialize() => JsonSerializer.Serialize(this, PartitionLimitsJson.Default.PartitionLimits);

    public int Of(Partition partition) => MaxConcurrent.GetValueOrDefault(partition.Name, partition.MaxConcurrent);

    /// <param name="limit">Null: that of the file again.</param>
    public PartitionLimits With(string partition, int? limit)
    {
        var limits = new Dictionary<string, int>(MaxConcurrent, StringComparer.Ordinal);
        limits.Remove(partition);
        if (limit is { } number)
        {
            limits[partition] = number;
        }

        return this with { MaxConcurrent = limits };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PartitionLimits))]
internal sealed partial class PartitionLimitsJson : JsonSerializerContext;
