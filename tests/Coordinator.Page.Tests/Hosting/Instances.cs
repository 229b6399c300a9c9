using System.Text.Json;

namespace Coordinator.Page.Tests.Hosting;

/// <summary>Results of the tool behind "list running instances".</summary>
internal static class Instances
{
    public const string Tool = "oci_compute_list_instances";

    public const string Question = "list running instances";

    public static string Named(params string[] names) => JsonSerializer.Serialize(new
    {
        instances = names.Select(name => new { name, state = "RUNNING", shape = "VM.Standard.E4.Flex", ocpus = 2, memory_gb = 16, compartment = "prod-apps", compartment_id = "ocid1.compartment.oc1..prod" }),
        total = names.Length,
    });
}
