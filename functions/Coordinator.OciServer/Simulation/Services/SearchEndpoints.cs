using Coordinator.OciServer.Simulation.Data;
using Coordinator.OciServer.Simulation.Http;
using Coordinator.OciServer.Simulation.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Coordinator.OciServer.Simulation.Services;

/// <summary>Search over all resources of a tenancy, by structured queries.</summary>
internal static class SearchEndpoints
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/20180409/resources", SearchAsync);

    private static async Task<IResult> SearchAsync(HttpContext context, World world)
    {
        if (await Body.ReadAsync<SearchRequest>(context) is not { } request) return Refusal.InvalidParameter("The body is not valid");
        if (request.Type != "Structured") return Refusal.InvalidParameter("The simulator knows queries of type Structured only");
        if (ResourceQuery.Parse(request.Query ?? "") is not { } query) return Refusal.InvalidParameter($"The query is not one that the simulator knows: {request.Query}");
        return Pages.List(context, All(context.Tenancy(), world).Where(query.Selects), items => new { items });
    }

    private static IEnumerable<Resource> All(Tenancy tenancy, World world)
    {
        foreach (var it in tenancy.Compartments.Where(it => it.ParentId is not null)) yield return new("Compartment", it.Id, it.ParentId!, it.Name, "ACTIVE", null, it.Created);
        foreach (var it in world.Instances(tenancy)) yield return new("Instance", it.Data.Id, it.Data.CompartmentId, it.Data.Name, it.State, it.Data.AvailabilityDomain, it.Data.Created);
        foreach (var it in tenancy.Databases) yield return new(it.IsAutonomous ? "AutonomousDatabase" : "Database", it.Id, it.CompartmentId, it.Name, it.State, null, it.Created);
        foreach (var it in tenancy.Networks)
        {
            yield return new("Vcn", it.Id, it.CompartmentId, it.Name, "AVAILABLE", null, world.Began.AddYears(-1));
            foreach (var subnet in it.Subnets) yield return new("Subnet", subnet.Id, it.CompartmentId, subnet.Name, "AVAILABLE", null, world.Began.AddYears(-1));
        }
    }

    private sealed record SearchRequest(string? Type, string? Query);
}

/// <summary>As Search lists it.</summary>
internal sealed record Resource(string ResourceType, string Identifier, string CompartmentId, string DisplayName, string LifecycleState, string? AvailabilityDomain, DateTimeOffset TimeCreated);
