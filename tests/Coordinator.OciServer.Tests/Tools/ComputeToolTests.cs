using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

public sealed class ComputeToolTests(SimulatedOci oci) : IClassFixture<SimulatedOci>
{
    [Fact]
    public async Task ListInstances_OfTheTenancy_ShowsAllOfThem()
    {
        var answer = await oci.AskAsync("oci_compute_list_instances", new { limit = 500 });

        Assert.Equal(45, answer.GetProperty("count").GetInt32());
        Assert.False(answer.GetProperty("more").GetBoolean());
        var web = answer.Named("instances", "web-01");
        Assert.Equal(("RUNNING", "VM.Standard.E4.Flex", "prod-apps", "FAULT-DOMAIN-1"), (web.Text("state"), web.Text("shape"), web.Text("compartment"), web.Text("fault_domain")));
        Assert.Equal((2, 16), (web.GetProperty("ocpus").GetInt32(), web.GetProperty("memory_gb").GetInt32()));
    }

    [Fact]
    public async Task ListInstances_BothTenancies_HaveSixty()
    {
        var other = await oci.AskAsync("oci_compute_list_instances", new { limit = 500, profile = "EMDEMO" });

        Assert.Equal(15, other.GetProperty("count").GetInt32());
        Assert.Equal(["us-ashburn-1"], other.Texts("instances", "region").Distinct());
    }

    [Fact]
    public async Task ListInstances_ByStateAndSubtree_ShowsThose()
    {
        Assert.Equal(["reporting-vm"], (await oci.AskAsync("oci_compute_list_instances", new { compartment_id = "production", include_subtree = true, lifecycle_state = "stopped" })).Texts("instances", "name"));
        Assert.Empty((await oci.AskAsync("oci_compute_list_instances", new { compartment_id = "production" })).List("instances"));
    }

    [Fact]
    public async Task ListInstances_UnderANameThatTheOriginalUsed_MeansTheSame() =>
        Assert.Equal(9, (await oci.AskAsync("oci_compute_list_instances", new { compartment = "prod-apps", status = "RUNNING" })).GetProperty("count").GetInt32());

    [Fact]
    public async Task ListInstances_UpToTheLimit_SaysThatThereAreMore()
    {
        var answer = await oci.AskAsync("oci_compute_list_instances", new { limit = 7 });

        Assert.Equal((7, true), (answer.GetProperty("count").GetInt32(), answer.GetProperty("more").GetBoolean()));
        Assert.True((await oci.AskAsync("oci_compute_list_instances", new { compartment_id = "prod-apps", limit = 8 })).GetProperty("more").GetBoolean());
        Assert.False((await oci.AskAsync("oci_compute_list_instances", new { compartment_id = "prod-apps", limit = 9 })).GetProperty("more").GetBoolean());
    }

    [Fact]
    public async Task FindInstance_ByAPart_ShowsAllThatHaveIt()
    {
        var found = await oci.AskAsync("oci_compute_find_instance", new { instance_name = "BATCH" });

        Assert.Equal(["prod-data", "dev-sandbox"], found.Texts("instances", "compartment"));
        Assert.Empty((await oci.AskAsync("oci_compute_find_instance", new { instance_name = "batch", exact_match = true })).List("instances"));
        Assert.Equal(["dev-sandbox"], (await oci.AskAsync("oci_compute_find_instance", new { instance_name = "batch-worker", exact_match = true, compartment_id = "development" })).Texts("instances", "compartment"));
    }

    [Fact]
    public async Task GetInstance_ByItsOcid_ShowsIt()
    {
        var id = (await oci.AskAsync("oci_compute_find_instance", new { instance_name = "gpu-notebook" })).List("instances")[0].Text("id");

        var answer = await oci.AskAsync("oci_compute_get_instance", new { instance_id = id });

        Assert.Equal(("gpu-notebook", "STOPPED", "VM.GPU.A10.1", "dev-sandbox"), (answer.Text("name"), answer.Text("state"), answer.Text("shape"), answer.Text("compartment")));
    }

    [Fact]
    public async Task ListShapes_SaysWhichAreFlexible()
    {
        var answer = await oci.AskAsync("oci_compute_list_shapes", new { compartment_id = "prod-apps" });

        Assert.True(answer.Named("shapes", "VM.Standard.E4.Flex").GetProperty("is_flexible").GetBoolean());
        Assert.Equal(128, answer.Named("shapes", "BM.Standard.E4.128").GetProperty("ocpus").GetInt32());
    }

    [Fact]
    public async Task ListImages_OfASystem_ShowsTheNewestFirst()
    {
        Assert.Equal("Oracle-Linux-9-2026.01.14-0", (await oci.AskAsync("oci_compute_list_images", new { compartment_id = "prod-apps" })).List("images")[0].Text("name"));
        Assert.Equal(["24.04", "22.04"], (await oci.AskAsync("oci_compute_list_images", new { compartment_id = "prod-apps", operating_system = "Canonical Ubuntu" })).Texts("images", "operating_system_version"));
    }
}
