using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Core.Registrations;

/// <summary>
/// All registrations, as they are stored under <c>oci:registrations</c>: one document, so that the limit, a take-over and a removal are one compare-and-set, and so that knowing them all is one read.
/// Two documents merge to the same one in whatever order: for each id the later entry holds.
/// </summary>
public sealed record RegistrationsDocument
{
    public const string Key = "oci:registrations";

    /// <summary>Servers that may be registered at the same time.</summary>
    public const int Most = 20;

    /// <summary>Removed ones that are remembered.</summary>
    private const int MostRemoved = 100;

    private const int Newest = 1;

    public static readonly RegistrationsDocument None = new();

    public int SchemaVersion { get; init; } = Newest;

    public ImmutableSortedDictionary<string, Registration> Servers { get; init; } = ImmutableSortedDictionary.Create<string, Registration>(StringComparer.Ordinal);

    /// <summary>Written by a newer version: to be read as far as it can be, and left alone.</summary>
    [JsonIgnore]
    public bool IsForeign => SchemaVersion > Newest;

    /// <summary>Those to connect to, in the order in which they came.</summary>
    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, Registration>> Live =>
        Servers.Where(entry => entry.Value is { IsRemoved: false, Server: not null }).OrderBy(entry => entry.Value.RegisteredAt).ThenBy(entry => entry.Key, StringComparer.Ordinal);

    /// <summary>Null: neither registered nor heard of.</summary>
    public Registration? Find(string id) => Servers.GetValueOrDefault(id) is { IsRemoved: false } known ? known : null;

    /// <summary>What cannot be read is empty: whoever knows more writes it again.</summary>
    public static RegistrationsDocument Deserialize(string? json)
    {
        try
        {
            var read = json is null ? None : JsonSerializer.Deserialize(json, RegistrationsJson.Default.RegistrationsDocument) ?? None;
            return read with { Servers = None.Servers.AddRange(read.Servers.Where(entry => entry.Value is not null)) };
        }
        catch (JsonException)
        {
            return None;
        }
    }

    public string Serialize() => JsonSerializer.Serialize(this, RegistrationsJson.Default.RegistrationsDocument);

    public RegistrationsDocument With(string id, Registration registration) => this with { Servers = Pruned(Servers.SetItem(id, registration)) };

    /// <summary>The same object if the other one knows nothing more.</summary>
    public RegistrationsDocument MergedWith(RegistrationsDocument other)
    {
        var merged = Servers;
        foreach (var (id, theirs) in other.Servers)
        {
            if (!merged.TryGetValue(id, out var ours) || IsLater(theirs, ours))
            {
                merged = merged.SetItem(id, theirs);
            }
        }

        merged = Pruned(merged);
        var adds = merged.Count != Servers.Count || merged.Any(entry => !ReferenceEquals(Servers.GetValueOrDefault(entry.Key), entry.Value));
        return adds ? this with { Servers = merged } : this;
    }

    /// <summary>Two that were written at the same time are told apart by something, as long as it is the same everywhere: removed ones hold.</summary>
    private static bool IsLater(Registration one, Registration other)
    {
        var order = one.ChangedAt.CompareTo(other.ChangedAt);
        order = order != 0 ? order : one.IsRemoved.CompareTo(other.IsRemoved);
        order = order != 0 ? order : string.CompareOrdinal(one.Server?.Url, other.Server?.Url);
        return (order != 0 ? order : string.CompareOrdinal(one.By, other.By)) > 0;
    }

    private static ImmutableSortedDictionary<string, Registration> Pruned(ImmutableSortedDictionary<string, Registration> servers) => servers.RemoveRange(
        servers.Where(entry => entry.Value.IsRemoved).OrderByDescending(entry => entry.Value.ChangedAt).ThenBy(entry => entry.Key, StringComparer.Ordinal).Skip(MostRemoved).Select(entry => entry.Key));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RegistrationsDocument))]
[JsonSerializable(typeof(RegistrationMetadata))]
internal sealed partial class RegistrationsJson : JsonSerializerContext;
