using System.Globalization;
using System.Text;
using Azure.Storage.Blobs.Models;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Connections.Blobs;

/// <summary>A run as an index shows it: an empty blob that says all in its name and metadata, so that one listing is a page of runs.</summary>
/// <param name="Status">Null while the run is being added: it may not come to be.</param>
/// <param name="RequestJson">Null if it did not fit.</param>
internal sealed record IndexEntry(string Blob, RunKey Key, RunStatus? Status, DateTimeOffset UpdatedAt, DateTimeOffset? WakeAt, string? RequestJson)
{
    // The platform's limit for all metadata of a blob is 8 KB.
    private const int MostRequestCharacters = 7000;

    private const string Adding = "adding";

    public static Dictionary<string, string> Metadata(RunHead head, RunStatus? status, DateTimeOffset updatedAt, DateTimeOffset? wakeAt)
    {
        var metadata = new Dictionary<string, string>
        {
            ["status"] = status?.ToString().ToLowerInvariant() ?? Adding,
            ["updated"] = Write(updatedAt),
        };
        if (wakeAt is { } wake)
            metadata["wake"] = Write(wake);
        var request = Convert.ToBase64String(Encoding.UTF8.GetBytes(head.RequestJson));
        if (request.Length <= MostRequestCharacters)
            metadata["request"] = request;
        return metadata;
    }

    /// <summary>Null for a blob that is none of ours.</summary>
    public static IndexEntry? Read(BlobItem blob) => BlobNames.Parse(blob.Name) is { } key ? Read(blob.Name, key, blob.Metadata) : null;

    public static IndexEntry Read(string blob, RunKey key, IDictionary<string, string> metadata) =>
        new(blob, key, ReadStatus(metadata), ReadTime(metadata, "updated") ?? DateTimeOffset.UnixEpoch, ReadTime(metadata, "wake"), ReadRequest(metadata));

    public static RunStatus? ReadStatus(IDictionary<string, string> metadata) =>
        Enum.TryParse<RunStatus>(metadata.ValueOf("status"), ignoreCase: true, out var status) ? status : null;

    public static DateTimeOffset? ReadTime(IDictionary<string, string> metadata, string key) =>
        DateTimeOffset.TryParseExact(metadata.ValueOf(key), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    /// <summary>Null if the request is not in the entry.</summary>
    public RunRecord? ToRecord() => Status is { } status && RequestJson is not null ? ToRecord(status, RunRequestJson.Deserialize(RequestJson)) : null;

    public RunRecord ToRecord(RunStatus status, RunRequest request) => new()
    {
        Request = request,
        Sequence = Key.Sequence,
        Status = status,
        UpdatedAt = UpdatedAt,
        WakeAt = WakeAt,
    };

    private static string? ReadRequest(IDictionary<string, string> metadata) =>
        metadata.ValueOf("request") is { } request ? Encoding.UTF8.GetString(Convert.FromBase64String(request)) : null;

    private static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}

internal static class Metadata
{
    public static string? ValueOf(this IDictionary<string, string> metadata, string key) => metadata.TryGetValue(key, out var value) ? value : null;
}
