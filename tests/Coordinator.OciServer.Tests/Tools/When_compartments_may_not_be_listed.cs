using System.Text.Json;
using Coordinator.OciServer.Simulation.Data;
using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

/// <summary>A user with rights in one compartment only: the names of others are hidden, the things in it are not.</summary>
public sealed class When_compartments_may_not_be_listed : IAsyncLifetime
{
    private static readonly string Development = Tenancies.All[0].Compartments.Single(compartment => compartment.Name == "development").Id;

    private readonly SimulatedOci oci = new();

    public async ValueTask InitializeAsync()
    {
        await oci.InitializeAsync();
        await oci.FailNextAsync(new { path = "/20160918/compartments", status = 404, times = 1000 });
    }

    public ValueTask DisposeAsync() => oci.DisposeAsync();

    [Theory]
    [InlineData("oci_compute_list_instances", "instances")]
    [InlineData("oci_db_list_autonomous", "databases")]
    public async Task Should_list_what_is_in_a_compartment_given_by_its_OCID(string tool, string list)
    {
        var answer = await oci.AskAsync(tool, new { compartment_id = Development, include_subtree = false });

        Assert.NotEmpty(answer.List(list));
        Assert.All(answer.List(list), item => Assert.Equal(JsonValueKind.Null, item.GetProperty("compartment").ValueKind));
    }

    [Fact]
    public async Task Should_describe_a_thing_without_the_name()
    {
        var instance = (await oci.AskAsync("oci_compute_list_instances", new { compartment_id = Development })).List("instances")[0];

        var answer = await oci.AskAsync("oci_compute_get_instance", new { instance_id = instance.Text("id") });

        Assert.Equal(instance.Text("name"), answer.Text("name"));
    }

    [Fact]
    public async Task Should_not_ask_for_the_names_with_every_call()
    {
        var asked = 0;
        using var stub = new StubOci(request =>
        {
            asked += request.Contains("/compartments", StringComparison.Ordinal) ? 1 : 0;
            return request.Contains("/instances/", StringComparison.Ordinal) ? """{"id": "ocid1.instance.oc1..a", "displayName": "a", "compartmentId": "c"}""" : null;
        });

        await stub.AskAsync("oci_compute_get_instance", new { instance_id = "ocid1.instance.oc1..a" });
        await stub.AskAsync("oci_compute_get_instance", new { instance_id = "ocid1.instance.oc1..a" });

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Should_find_an_instance_in_the_whole_tenancy_and_measure_it()
    {
        var found = Assert.Single((await oci.AskAsync("oci_compute_find_instance", new { instance_name = "database-vm" })).List("instances"));

        Assert.Equal(JsonValueKind.Null, found.GetProperty("compartment").ValueKind);
        Assert.NotEmpty((await oci.AskAsync("oci_observability_get_instance_metrics", new { instance_name = "database-vm" })).List("metrics"));
        Assert.NotEmpty((await oci.AskAsync("oci_observability_get_instance_metrics", new { instance_id = found.Text("id") })).List("metrics"));
        Assert.NotEmpty((await oci.AskAsync("oci_observability_get_metrics", new { compartment_id = found.Text("compartment_id"), @namespace = "oci_computeagent", query = "CpuUtilization[1h].max()" })).List("series"));
    }

    [Theory]
    [InlineData("oci_observability_list_alarms", "{}", "alarms")]
    [InlineData("oci_discovery_get_cached", """{"resource_type": "instances"}""", "resources")]
    [InlineData("oci_discovery_search", """{"query": "web"}""", "resources")]
    [InlineData("oci_discovery_summary", "{}", "compartments")]
    public async Task Should_list_what_the_whole_tenancy_has(string tool, string arguments, string list)
    {
        var answer = await oci.AskAsync(tool, JsonElement.Parse(arguments));

        Assert.NotEmpty(answer.List(list));
        Assert.All(answer.List(list), item => Assert.Equal(JsonValueKind.Null, item.GetProperty("compartment").ValueKind));
    }

    [Fact]
    public async Task Should_stop_the_one_instance_of_a_name()
    {
        Assert.Equal("STOPPING", (await oci.AskAsync("oci_compute_stop_by_name", new { instance_name = "web-01" })).Text("new_state"));
        Assert.Equal("AmbiguousName", (await oci.FailAsync("oci_compute_stop_by_name", new { instance_name = "batch-worker" })).Text("code"));
    }

    [Fact]
    public async Task Should_launch_in_a_compartment_given_by_its_OCID()
    {
        var subnet = Tenancies.All[0].Networks[0].Subnets[0].Id;

        var answer = await oci.AskAsync("oci_compute_launch_instance", new { display_name = "new", compartment_id = Development, availability_domain = "Uocm:EU-FRANKFURT-1-AD-1", subnet_id = subnet });

        Assert.Equal(Development, answer.GetProperty("instance").Text("compartment_id"));
    }

    [Theory]
    [InlineData("oci_compute_find_instance")]
    [InlineData("oci_compute_stop_by_name")]
    [InlineData("oci_observability_get_instance_metrics")]
    public async Task Should_say_so_where_an_instance_is_looked_for_below_a_compartment(string tool) =>
        Assert.Equal(404, (await oci.FailAsync(tool, new { instance_name = "web-01", compartment_id = Development })).GetProperty("status").GetInt32());

    [Fact]
    public async Task Should_not_hide_that_the_service_is_out_of_order()
    {
        using var stub = new StubOci(asked => asked.Contains("/instances/", StringComparison.Ordinal) ? """{"id": "ocid1.instance.oc1..a", "displayName": "a", "compartmentId": "c"}""" : "half an ans");

        Assert.Equal("InvalidResponse", (await stub.FailAsync("oci_compute_get_instance", new { instance_id = "ocid1.instance.oc1..a" })).Text("code"));
    }

    [Fact]
    public async Task Should_say_so_where_a_name_or_all_compartments_are_asked_for()
    {
        Assert.Equal(404, (await oci.FailAsync("oci_compute_list_instances", new { compartment_id = "prod-apps" })).GetProperty("status").GetInt32());
        Assert.Equal(404, (await oci.FailAsync("oci_compute_list_instances", new { compartment_id = Development, include_subtree = true })).GetProperty("status").GetInt32());
        Assert.Equal(404, (await oci.FailAsync("oci_compute_list_instances")).GetProperty("status").GetInt32());
    }
}
