using System.Text.Json;
using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

public sealed class BadArgumentTests(SimulatedOci oci) : IClassFixture<SimulatedOci>
{
    [Theory]
    [InlineData("oci_compute_get_instance", """{"instance_id": "ocid1.vcn.oc1.fra.abc"}""", "instance_id must be the OCID of a thing of kind instance, not of kind vcn.")]
    [InlineData("oci_compute_get_instance", """{"instance_id": "web-01"}""", "instance_id must be an OCID such as ocid1.instance.oc1.., not \"web-01\".")]
    [InlineData("oci_compute_get_instance", "{}", "instance_id is required: OCID of the instance.")]
    [InlineData("oci_compute_get_instance", """{"instance_id": null}""", "instance_id is required: OCID of the instance.")]
    [InlineData("oci_compute_list_instances", """{"limit": 0}""", "limit must be a whole number from 1 to 10000, not 0.")]
    [InlineData("oci_compute_list_instances", """{"limit": "5"}""", "limit must be a whole number from 1 to 10000, not \"5\".")]
    [InlineData("oci_compute_list_instances", """{"lifecycle_state": "ASLEEP"}""", "lifecycle_state must be one of RUNNING, STOPPED,")]
    [InlineData("oci_compute_list_instances", """{"include_subtree": "yes"}""", "include_subtree must be true or false, not \"yes\".")]
    [InlineData("oci_compute_list_instances", """{"state": "RUNNING", "status": "STOPPED"}""", "state and status mean the same, and were given different values.")]
    [InlineData("oci_compute_list_instances", """{"compartmentId": "x", "filter": 1}""", "Unknown argument \"compartmentId\", \"filter\". Known: compartment_id, include_subtree, lifecycle_state, limit, profile, region.")]
    [InlineData("oci_compute_list_instances", """{"region": "eu-frankfort-1"}""", "There is no region \"eu-frankfort-1\".")]
    [InlineData("oci_network_list_vcns", """{"compartment_id": "ocid1.instance.oc1.fra.abc"}""", "compartment_id must be the OCID of a compartment, not of a thing of kind instance.")]
    [InlineData("oci_cost_get_summary", """{"start_date": "1 October"}""", "start_date must be a date as YYYY-MM-DD, not \"1 October\".")]
    [InlineData("oci_ping", """{"loud": true}""", "Unknown argument \"loud\". The tool takes none.")]
    public async Task Call_WithAWrongArgument_NamesItAndWhatWouldBeRight(string tool, string arguments, string says)
    {
        var error = await oci.FailAsync(tool, JsonElement.Parse(arguments));

        Assert.Equal((400, "InvalidParameter"), (error.GetProperty("status").GetInt32(), error.Text("code")));
        Assert.StartsWith(says, error.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithSeveralWrongArguments_NamesThemAll()
    {
        var message = (await oci.FailAsync("oci_compute_list_instances", new { limit = -1, lifecycle_state = "X", nothing = 1 })).Text("message")!;

        Assert.All(["limit must", "lifecycle_state must", "\"nothing\""], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Compartment_ThatIsNotThere_ListsThoseThatAre()
    {
        var error = await oci.FailAsync("oci_network_list_vcns", new { compartment_id = "prod" });

        Assert.Equal(404, error.GetProperty("status").GetInt32());
        Assert.Contains("production/prod-network", error.List("choices").Select(choice => choice.GetString()));
    }

    [Fact]
    public async Task Compartment_OfAnotherTenancy_IsNotThere()
    {
        var foreign = (await oci.AskAsync("oci_get_compartment", new { compartment_id = "workshop", profile = "EMDEMO" })).Text("id");

        Assert.Equal(404, (await oci.FailAsync("oci_network_list_vcns", new { compartment_id = foreign })).GetProperty("status").GetInt32());
        Assert.Equal("NotAuthorizedOrNotFound", (await oci.FailAsync("oci_compute_list_shapes", new { compartment_id = foreign })).Text("code"));
    }
}
