using System.Text.Json.Nodes;
using Coordinator.OciServer.Definitions;

namespace Coordinator.OciServer.Apis;

/// <summary>One HTTP request to an API.</summary>
/// <param name="Path">Encoded, without the host.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public JsonNode? Body { get; init; }

    /// <summary>It changes something: if its answer gets lost, whether it was carried out is not known.</summary>
    public bool IsWrite { get; init; }

    /// <summary>Path and query as they are sent and signed.</summary>
    public string Target => Query.Count == 0 ? Path : $"{Path}?{string.Join('&', Query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"))}";

    public ApiRequest WithQuery(string name, string value) => this with { Query = [.. Query.Where(pair => pair.Key != name), new(name, value)] };
}

/// <summary>Where a request goes and in whose name.</summary>
/// <param name="Profile">Of the OCI configuration; null for the default one, and for other APIs.</param>
/// <param name="Region">Null for the profile's.</param>
internal sealed record ApiTarget(string Url, Authorization Authorization, string? Profile = null, string? Region = null);
