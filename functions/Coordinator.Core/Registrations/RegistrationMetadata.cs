using System.Text.Json;

namespace Coordinator.Core.Registrations;

/// <summary>What a server said of itself when it registered, as it is stored under <c>oci:registration:{server}</c>. It is shown and decides nothing, so it is not part of what every instance reads.</summary>
public sealed record RegistrationMetadata
{
    public int SchemaVersion { get; init; } = 1;

    public JsonElement? Metadata { get; init; }

    public static string KeyOf(string server) => $"oci:registration:{server}";

    /// <summary>What cannot be read is nothing.</summary>
    public static JsonElement? Deserialize(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, RegistrationsJson.Default.RegistrationMetadata)?.Metadata;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Serialize() => JsonSerializer.Serialize(this, RegistrationsJson.Default.RegistrationMetadata);
}
