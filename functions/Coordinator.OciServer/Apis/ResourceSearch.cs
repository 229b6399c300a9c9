using System.Text.Json.Nodes;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Apis;

/// <summary>A resource as the Search service lists it. It is some moments behind the service that owns the resource.</summary>
internal sealed record SearchHit(string ResourceType, string Identifier, string CompartmentId, string? DisplayName, string? LifecycleState, string? AvailabilityDomain, DateTimeOffset? TimeCreated);

/// <summary>OCI's Search service: structured queries over all resources of a tenancy.</summary>
internal static class ResourceSearch
{
    /// <param name="query">In Search's own language; whoever writes it sees to it that no value in it can end a text.</param>
    /// <param name="limit">One more is returned if there are more.</param>
    public static Task<List<SearchHit>> RunAsync(OciCaller oci, Arguments arguments, string query, int limit, CancellationToken cancellationToken) => oci.ListAsync<Page, SearchHit>(
        OciCaller.Target(OciServices.Search, arguments),
        new ApiRequest(HttpMethod.Post, "/20180409/resources") { Body = new JsonObject { ["type"] = "Structured", ["query"] = query } },
        page => page.Items,
        limit,
        cancellationToken);

    private sealed record Page(IReadOnlyList<SearchHit> Items);
}
