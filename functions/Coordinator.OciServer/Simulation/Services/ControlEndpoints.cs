using System.Text.Json;
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
        app.MapPost(Faults.Path, (HttpRequest request, CancellationToken aborted) => AddAsync(request.Body, faults, aborted));
        app.MapDelete(Faults.Path, () =>
        {
            faults.Clear();
            return Results.NoContent();
        });
    }

    private static async Task<IResult> AddAsync(Stream body, Faults faults, CancellationToken aborted)
    {
        try
        {
            var fault = await JsonSerializer.DeserializeAsync<Fault>(body, JsonSerializerOptions.Web, aborted);
            var problem = fault is null ? "The body is null." : faults.Add(fault);
            return problem is null ? Results.NoContent() : Refusal.InvalidParameter(problem);
        }
        catch (JsonException)
        {
            return Refusal.InvalidParameter("The body is a JSON object with path, and perhaps method, times, kind, status, code and retryAfter; nothing else.");
        }
    }
}
