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
    public async Task Should_say_so_where_a_name_or_all_compartments_are_asked_for()
    {
        Assert.Equal(404, (await oci.FailAsync("oci_compute_list_instances", new { compartment_id = "prod-apps" })).GetProperty("status").GetInt32());
        Assert.Equal(404, (await oci.FailAsync("oci_compute_list_instances", new { compartment_id = Development, include_subtree = true })).GetProperty("status").GetInt32());
        Assert.Equal(404, (await oci.FailAsync("oci_compute_list_instances")).GetProperty("status").GetInt32());
    }
}
