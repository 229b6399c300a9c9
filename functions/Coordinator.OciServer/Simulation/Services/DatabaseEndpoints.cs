using Coordinator.OciServer.Simulation.Data;
using Coordinator.OciServer.Simulation.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Coordinator.OciServer.Simulation.Services;

/// <summary>Autonomous Databases, and all databases as Database Management sees them.</summary>
internal static class DatabaseEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/20160918/autonomousDatabases", ListAutonomous);
        app.MapGet("/20160918/autonomousDatabases/{id}", (HttpContext context, string id) =>
            context.Tenancy().Databases.FirstOrDefault(database => database.IsAutonomous && database.Id == id) is { } found ? Results.Json(Autonomous(found)) : Refusal.NotFound());
        app.MapGet("/20201101/managedDatabases", ListManaged);
    }

    private static IResult ListAutonomous(HttpContext context)
    {
        if (In(context, out var databases) is { } refusal) return refusal;
        var (workload, state) = (context.Query("dbWorkload"), context.Query("lifecycleState"));
        return Pages.List(context, databases.Where(database => database.IsAutonomous && (workload is null || database.Workload == workload) && (state is null || database.State == state)).Select(Autonomous));
    }

    private static IResult ListManaged(HttpContext context)
    {
        if (In(context, out var databases) is { } refusal) return refusal;
        var deployment = context.Query("deploymentType");
        return Pages.List(context, databases.Where(database => deployment is null || Deployment(database) == deployment).Select(Managed), items => new { items });
    }

    private static IResult? In(HttpContext context, out IEnumerable<DatabaseData> databases)
    {
        databases = [];
        if (context.Query("compartmentId") is not { } compartment) return Refusal.InvalidParameter("compartmentId is required");
        if (context.Tenancy().Compartment(compartment) is null) return Refusal.NotFound();
        databases = context.Tenancy().Databases.Where(database => database.CompartmentId == compartment);
        return null;
    }

    private static string Deployment(DatabaseData database) => database.IsAutonomous ? "AUTONOMOUS" : "VM";

    private static object Autonomous(DatabaseData database) => new
    {
        id = database.Id, displayName = database.Name, dbName = database.DbName, compartmentId = database.CompartmentId, dbWorkload = database.Workload, lifecycleState = database.State,
        cpuCoreCount = database.Cores, dataStorageSizeInTBs = database.StorageTb, isFreeTier = database.IsFreeTier, dbVersion = database.Version, timeCreated = database.Created,
    };

    private static object Managed(DatabaseData database) => new
    {
        id = database.Id, name = database.Name, compartmentId = database.CompartmentId, databaseType = database.IsAutonomous ? "SHARED" : "CLOUD_SIDB", databaseSubType = database.IsAutonomous ? "ADB" : "NON_CDB",
        deploymentType = Deployment(database), workloadType = database.Workload, databaseVersion = database.Version,
        isCluster = false, timeCreated = database.Created,
    };
}
