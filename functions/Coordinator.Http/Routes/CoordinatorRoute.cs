using Coordinator.Http.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Http.Routes;

/// <summary>One endpoint, the same on every host.</summary>
/// <param name="Method"><c>GET</c>, <c>POST</c>, <c>PUT</c> or <c>DELETE</c>.</param>
/// <param name="Pattern">Route pattern with a leading slash.</param>
/// <param name="Name">Unique; the name of the function on Azure.</param>
/// <param name="Handler">The work itself: hosts call <see cref="InvokeAsync"/>.</param>
public sealed record CoordinatorRoute(string Method, string Pattern, string Name, RouteAccess Access, Func<HttpRequest, Task<IResult>> Handler)
{
    /// <summary>Checks access, does the work, and makes a problem of whatever is thrown.</summary>
    public Task<IResult> InvokeAsync(HttpRequest request) =>
        request.HttpContext.RequestServices.GetRequiredService<RouteGate>().InvokeAsync(this, request);
}
