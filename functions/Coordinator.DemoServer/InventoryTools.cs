using System.Globalization;
using System.Text.Json.Nodes;

namespace Coordinator.DemoServer;

/// <summary>What there is: compartments, instances, databases, alarms.</summary>
internal sealed class InventoryTools(TenancyFile file)
{
    private static readonly DemoParameter CompartmentId = new("compartment_id", "string", "OCID or exact name of a compartment");
    private static readonly DemoParameter Limit = new("limit", "integer", "Most items to return, 1 to 1000");

    public IEnumerable<DemoTool> All() =>
    [
        new("oci_ping", "Answers if the server is alive.", false, [], _ => new JsonObject { ["type"] = "ping", ["status"] = "ok" }),
        new("oci_list_compartments", "Lists the compartments of the tenancy.", false, [CompartmentId, Limit], ListCompartments),
        new("oci_compute_list_instances", "Lists compute instances, optionally of one compartment or lifecycle state.", false,
            [CompartmentId, new("lifecycle_state", "string", "RUNNING or STOPPED"), Limit], ListInstances),
        new("oci_compute_get_instance", "Shows one compute instance.", false, [new("instance_id", "string", "OCID of the instance", Required: true)], GetInstance),
        new("oci_db_list_autonomous", "Lists autonomous databases.", false, [CompartmentId, Limit], ListDatabases),
        new("oci_observability_list_alarms", "Lists alarms, optionally of one status.", false,
            [CompartmentId, new("lifecycle_state", "string", "ACTIVE for firing alarms; absent for all"), Limit], ListAlarms),
    ];

    private JsonObject ListCompartments(DemoArguments arguments)
    {
        var tenancy = file.Read();
        var parent = Find(tenancy, arguments)?.Id;
        return List("compartments", arguments, tenancy.Compartments.Where(item => parent is null || item.Id == parent || item.ParentId == parent), item => new JsonObject
        {
            ["name"] = item.Name,
            ["id"] = item.Id,
            ["path"] = PathOf(tenancy, item),
            ["description"] = item.Description,
            ["lifecycle_state"] = item.LifecycleState,
        });
    }

    private JsonObject ListInstances(DemoArguments arguments)
    {
        var tenancy = file.Read();
        var state = arguments.OneOf("lifecycle_state", "RUNNING", "STOPPED");
        var compartment = Find(tenancy, arguments)?.Id;
        var instances = tenancy.Instances.Where(item => (state is null || item.LifecycleState == state) && (compartment is null || item.CompartmentId == compartment));
        return List("instances", arguments, instances, item => Show(tenancy, item), "compute_instances");
    }

    private JsonObject GetInstance(DemoArguments arguments)
    {
        var tenancy = file.Read();
        var id = arguments.Text("instance_id");
        var instance = tenancy.Instances.FirstOrDefault(item => item.Id == id)
            ?? throw new DemoError(404, "NotAuthorizedOrNotFound", $"There is no instance '{id}', or you may not see it.");
        return new JsonObject { ["type"] = "compute_instance", ["instance"] = Show(tenancy, instance) };
    }

    private JsonObject ListDatabases(DemoArguments arguments)
    {
        var tenancy = file.Read();
        var compartment = Find(tenancy, arguments)?.Id;
        return List("databases", arguments, tenancy.Databases.Where(item => compartment is null || item.CompartmentId == compartment), item => new JsonObject
        {
            ["name"] = item.Name,
            ["id"] = item.Id,
            ["db_name"] = item.DbName,
            ["workload"] = item.Workload,
            ["lifecycle_state"] = item.LifecycleState,
            ["ocpus"] = item.Ocpus,
            ["storage_gb"] = item.StorageGb,
            ["compartment_name"] = NameOf(tenancy, item.CompartmentId),
        }, "autonomous_databases");
    }

    private JsonObject ListAlarms(DemoArguments arguments)
    {
        var tenancy = file.Read();
        var active = arguments.OneOf("lifecycle_state", "ACTIVE") is not null;
        var compartment = Find(tenancy, arguments)?.Id;
        var alarms = tenancy.Alarms.Where(item => (!active || item.Status == "FIRING") && (compartment is null || item.CompartmentId == compartment));
        return List("alarms", arguments, alarms, item => new JsonObject
        {
            ["name"] = item.Name,
            ["severity"] = item.Severity,
            ["status"] = item.Status,
            ["namespace"] = item.Namespace,
            ["metric"] = item.Metric,
            ["resource"] = item.Resource,
            ["since"] = item.Since.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["compartment_name"] = NameOf(tenancy, item.CompartmentId),
        });
    }

    private static JsonObject Show(Tenancy tenancy, Instance item) => new()
    {
        ["name"] = item.Name,
        ["id"] = item.Id,
        ["lifecycle_state"] = item.LifecycleState,
        ["shape"] = item.Shape,
        ["ocpus"] = item.Ocpus,
        ["memory_gb"] = item.MemoryGb,
        ["compartment_name"] = NameOf(tenancy, item.CompartmentId),
        ["compartment_id"] = item.CompartmentId,
        ["region"] = item.Region,
        ["time_created"] = item.TimeCreated.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };

    /// <summary>A compartment is named exactly or not found.</summary>
    private static Compartment? Find(Tenancy tenancy, DemoArguments arguments)
    {
        var wanted = arguments.Text("compartment_id");
        return wanted is null ? null
            : tenancy.Compartments.FirstOrDefault(item => item.Id == wanted || item.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw new DemoError(404, "NotAuthorizedOrNotFound", $"There is no compartment '{wanted}'. Compartments: {string.Join(", ", tenancy.Compartments.Select(item => item.Name))}.");
    }

    private static string NameOf(Tenancy tenancy, string id) => tenancy.Compartments.First(item => item.Id == id).Name;

    private static string PathOf(Tenancy tenancy, Compartment item) =>
        item.ParentId is { } parent ? $"{PathOf(tenancy, tenancy.Compartments.First(other => other.Id == parent))}/{item.Name}" : item.Name;

    private static JsonObject List<T>(string member, DemoArguments arguments, IEnumerable<T> items, Func<T, JsonObject> show, string? type = null)
    {
        var all = items.ToList();
        var shown = all.Take(arguments.Number("limit", 50, 1, 1000)).Select(item => (JsonNode)show(item)).ToArray();
        return new JsonObject { ["type"] = type ?? member, [member] = new JsonArray(shown), ["count"] = shown.Length, ["total_count"] = all.Count };
    }
}
