using Coordinator.OciServer.Simulation.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Coordinator.OciServer.Simulation.Http;

internal static class Caller
{
    /// <summary>Whose signature the request has.</summary>
    public static Tenancy Tenancy(this HttpContext context) => context.Features.GetRequiredFeature<Tenancy>();

    /// <summary>The query parameter, or null.</summary>
    public static string? Query(this HttpContext context, string name) => context.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;
}
