using Coordinator.OciServer.Simulation.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Coordinator.OciServer.Simulation.Services;

/// <summary>What is no part of OCI: the failures that a test or a demonstration asks for.</summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder app, Faults faults)
    {
        app.MapGet(Faults.Path, () => Results.Json(faults.Waiting));
        app.MapPost(Faults.Path, (Fault fault) => faults.Add(fault) is { } problem ? Refusal.InvalidParameter(problem) : Results.NoContent());
        app.MapDelete(Faults.Path, () =>
        {
            faults.Clear();
            return Results.NoContent();
        });
    }
}
