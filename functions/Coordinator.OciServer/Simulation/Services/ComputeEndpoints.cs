using System.Security.Cryptography;
using System.Text;
using Coordinator.OciServer.Simulation.Data;
using Coordinator.OciServer.Simulation.Http;
using Coordinator.OciServer.Simulation.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Coordinator.OciServer.Simulation.Services;

/// <summary>Compute: instances and what is done to them, shapes, images.</summary>
internal static class ComputeEndpoints
{
    private const string Instances = "/20160918/instances";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Instances, List);
        app.MapGet($"{Instances}/{{id}}", (HttpContext context, World world, string id) => Find(context, world, id) is { } found ? Results.Json(Instance(found)) : Refusal.NotFound());
        app.MapPost($"{Instances}/{{id}}", ActAsync);
        app.MapPost(Instances, LaunchAsync);
        app.MapGet("/20160918/shapes", (HttpContext context) => InCompartment(context) ?? Pages.List(context, ComputeCatalog.Shapes));
        app.MapGet("/20160918/images", (HttpContext context) => InCompartment(context) ?? Pages.List(context, ComputeCatalog.Images(context.Query("operatingSystem"), context.Query("shape"))));
    }

    private static IResult List(HttpContext context, World world)
    {
        if (InCompartment(context) is { } refusal) return refusal;
        var (compartment, state, name) = (context.Query("compartmentId"), context.Query("lifecycleState"), context.Query("displayName"));
        var found = world.Instances(context.Tenancy())
            .Where(instance => instance.Data.CompartmentId == compartment && (state is null || instance.State == state) && (name is null || instance.Data.Name == name))
            .OrderByDescending(instance => instance.Data.Created);
        return Pages.List(context, found.Select(Instance));
    }

    private static async Task<IResult> ActAsync(HttpContext context, World world, WithheldAnswer withheld, string id)
    {
        if (context.Query("action") is not { } action || PowerStates.AllowedFrom(action) is not { } from) return Refusal.InvalidParameter("action must be one of START, STOP, SOFTSTOP, RESET, SOFTRESET");
        if (Find(context, world, id) is not { } instance) return Refusal.NotFound();
        var change = Requested(context, action.ToUpperInvariant(), instance.Data, $"{action} {id}");
        switch (world.Execute(change, now => now.State == from))
        {
            case ChangeOutcome.WrongState:
                return Refusal.IncorrectState($"The instance is {instance.State}; the action {action} is allowed in the state {from} only.");
            case ChangeOutcome.TokenOfAnother:
                return Refusal.InvalidatedRetryToken();
            case ChangeOutcome.Executed:
                await withheld.WaitAsync(context.RequestAborted);
                break;
        }

        return Results.Json(Instance(Find(context, world, id)!));
    }

    private static async Task<IResult> LaunchAsync(HttpContext context, World world, WithheldAnswer withheld)
    {
        var body = await new StreamReader(context.Request.Body, Encoding.UTF8).ReadToEndAsync(context.RequestAborted);
        var (launch, problem) = LaunchDetails.Read(body);
        if (launch is null) return Refusal.InvalidParameter(problem!);
        var tenancy = context.Tenancy();
        if (tenancy.Compartment(launch.CompartmentId) is null) return Refusal.NotFound(launch.CompartmentId);
        if (!tenancy.Networks.SelectMany(network => network.Subnets).Any(subnet => subnet.Id == launch.SubnetId)) return Refusal.NotFound(launch.SubnetId);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        // The same token makes the same instance.
        var unique = context.Request.Headers["opc-retry-token"].ToString() is { Length: > 0 } token ? $"{token}/{digest}" : Guid.NewGuid().ToString("N");
        var data = new InstanceData(
            Ocid.For("instance", tenancy.Region, unique), launch.DisplayName, launch.CompartmentId, "RUNNING", launch.Shape, launch.Ocpus, launch.MemoryGb,
            launch.AvailabilityDomain, "FAULT-DOMAIN-1", tenancy.Region, world.Clock.GetUtcNow());
        var outcome = world.Execute(Requested(context, "LAUNCH", data, digest) with { Launched = data }, null);
        if (outcome == ChangeOutcome.TokenOfAnother) return Refusal.InvalidatedRetryToken();
        if (outcome == ChangeOutcome.Executed) await withheld.WaitAsync(context.RequestAborted);
        return Results.Json(Instance(Find(context, world, data.Id)!));
    }

    private static Change Requested(HttpContext context, string action, InstanceData instance, string digest) => new(
        0, default, context.Tenancy().Id, action, instance.Name, instance.Id, context.Request.Headers["opc-retry-token"].ToString() is { Length: > 0 } token ? token : null, digest);

    private static IResult? InCompartment(HttpContext context) =>
        context.Query("compartmentId") is not { } id ? Refusal.InvalidParameter("compartmentId is required") : context.Tenancy().Compartment(id) is null ? Refusal.NotFound() : null;

    private static InstanceNow? Find(HttpContext context, World world, string id) => world.Instances(context.Tenancy()).FirstOrDefault(instance => instance.Data.Id == id);

    private static object Instance(InstanceNow instance) => new
    {
        id = instance.Data.Id, displayName = instance.Data.Name, compartmentId = instance.Data.CompartmentId, lifecycleState = instance.State, shape = instance.Data.Shape,
        shapeConfig = new { ocpus = instance.Data.Ocpus, memoryInGBs = instance.Data.MemoryGb }, availabilityDomain = instance.Data.AvailabilityDomain, faultDomain = instance.Data.FaultDomain,
        region = instance.Data.Region, timeCreated = instance.Data.Created, launchMode = "PARAVIRTUALIZED", freeformTags = new { }, definedTags = new { },
    };
}
