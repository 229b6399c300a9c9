using Coordinator.OciServer.Simulation.Data;
using Coordinator.OciServer.Simulation.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Coordinator.OciServer.Simulation.Services;

/// <summary>Identity: tenancy, regions, availability domains, compartments.</summary>
internal static class IdentityEndpoints
{
    private const string Version = "/20160918";

    private static readonly object[] AllRegions = [new { key = "FRA", name = "eu-frankfurt-1" }, new { key = "IAD", name = "us-ashburn-1" }, new { key = "PHX", name = "us-phoenix-1" }];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet($"{Version}/compartments", ListCompartments);
        app.MapGet($"{Version}/compartments/{{id}}", (HttpContext context, string id) => context.Tenancy().Compartment(id) is { } found ? Results.Json(Compartment(found)) : Refusal.NotFound());
        app.MapGet($"{Version}/tenancies/{{id}}", (HttpContext context, string id) => context.Tenancy() is var tenancy && tenancy.Id == id ? Results.Json(Describe(tenancy)) : Refusal.NotFound());
        app.MapGet($"{Version}/tenancies/{{id}}/regionSubscriptions", (HttpContext context, string id) => context.Tenancy() is var tenancy && tenancy.Id == id ? Results.Json(Subscriptions(tenancy)) : Refusal.NotFound());
        app.MapGet($"{Version}/regions", () => Results.Json(AllRegions));
        app.MapGet($"{Version}/availabilityDomains", (HttpContext context) => Results.Json(Enumerable.Range(1, 3).Select(number =>
            new { compartmentId = context.Tenancy().Id, id = Ocid.For("availabilitydomain", "", $"{context.Tenancy().Region}/{number}"), name = $"Uocm:{context.Tenancy().Region.ToUpperInvariant()}-AD-{number}" })));
    }

    private static IResult ListCompartments(HttpContext context)
    {
        var tenancy = context.Tenancy();
        if (context.Query("compartmentId") is not { } parent) return Refusal.InvalidParameter("compartmentId is required");
        if (tenancy.Compartment(parent) is null) return Refusal.NotFound();
        var subtree = context.Query("compartmentIdInSubtree") == "true";
        if (subtree && parent != tenancy.Id) return Refusal.InvalidParameter("compartmentIdInSubtree can be true for the root compartment only");
        var below = tenancy.Compartments.Where(compartment => compartment.ParentId is not null && (subtree || compartment.ParentId == parent));
        var named = context.Query("name") is { } name ? below.Where(compartment => compartment.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) : below;
        return Pages.List(context, (context.Query("lifecycleState") is { } state and not "ACTIVE" ? [] : named).Select(Compartment));
    }

    private static object Compartment(CompartmentData compartment) => new
    {
        id = compartment.Id, compartmentId = compartment.ParentId, name = compartment.Name, description = compartment.Description,
        timeCreated = compartment.Created, lifecycleState = "ACTIVE", isAccessible = true, freeformTags = new { }, definedTags = new { },
    };

    private static object Describe(Tenancy tenancy) => new
    {
        id = tenancy.Id, name = tenancy.Name, description = "A simulated tenancy", homeRegionKey = tenancy.RegionKey, freeformTags = new { }, definedTags = new { },
    };

    private static object[] Subscriptions(Tenancy tenancy) =>
        [new { regionKey = tenancy.RegionKey, regionName = tenancy.Region, status = "READY", isHomeRegion = true }];
}
