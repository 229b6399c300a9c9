using Coordinator.Core.Audit;
using Coordinator.Core.Caches;
using Coordinator.Core.State;
using Coordinator.Http.Access;
using Coordinator.Http.Resilience;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Caches;

/// <summary><c>GET /cache</c> and <c>DELETE /cache/{namespace}</c> (runbook 4.3).</summary>
internal sealed class CacheEndpoint(StateNamespaces namespaces, SharedChange change, AuditLog audit)
{
    private static readonly IEnumerable<string> Kept = StateNamespace.All.Where(known => !known.IsClearable).Select(known => known.Name);

    public Task<IResult> GetAsync(HttpRequest request) => UseAsync(async () =>
    {
        var counts = await namespaces.CountAsync(request.HttpContext.RequestAborted);
        return WebJson.Ok(new { Namespaces = StateNamespace.All.Select(known => new { Namespace = known.Name, Keys = counts[known], Clearable = known.IsClearable, known.Holds }) });
    });

    /// <summary>Deletes the keys of one namespace and names those that are never cleared.</summary>
    public Task<IResult> DeleteAsync(HttpRequest request) => UseAsync(async () =>
    {
        var name = (string)request.RouteValues["namespace"]!;
        if (StateNamespace.All.FirstOrDefault(known => known.Name == name) is not { } found)
        {
            return Problems.Create(StatusCodes.Status404NotFound, "namespace-not-found", "No such namespace",
                $"There is no namespace '{name}'. These can be cleared: {string.Join(", ", StateNamespace.All.Where(known => known.IsClearable).Select(known => known.Name))}.");
        }

        if (!found.IsClearable)
        {
            return Problems.Create(StatusCodes.Status409Conflict, "namespace-kept", "This namespace is not cleared", $"'{name}': {found.Holds}");
        }

        var deleted = await namespaces.ClearAsync(found, request.HttpContext.RequestAborted);
        await audit.RecordAsync("cache_cleared", name, Caller.Of(request), $"deleted={deleted}", CancellationToken.None);
        return await change.AnswerAsync(new { Namespace = name, Deleted = deleted, Kept }, request.HttpContext.RequestAborted);
    });

    private static async Task<IResult> UseAsync(Func<Task<IResult>> use)
    {
        try
        {
            return await use();
        }
        catch (StateStoreException exception)
        {
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, "state-unavailable", "Shared state cannot be used right now", exception.Message);
        }
    }
}
