using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

/// <summary>A list over all compartments, asked for by a user with rights in some of them: what is missing is said.</summary>
public sealed class When_a_compartment_may_not_be_read : IAsyncLifetime
{
    private const string Tool = "oci_network_list_vcns";
    private const string Path = "/20160918/vcns";

    private readonly SimulatedOci oci = new();

    public ValueTask InitializeAsync() => oci.InitializeAsync();

    public ValueTask DisposeAsync() => oci.DisposeAsync();

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Should_list_the_others_and_name_it(int status)
    {
        Assert.Empty((await oci.AskAsync(Tool)).GetProperty("unreadable_compartments").EnumerateArray());
        await oci.FailNextAsync(new { path = Path, status, times = 1 });

        var answer = await oci.AskAsync(Tool);

        // The first four that are asked have no networks.
        Assert.Equal(4, answer.List("vcns").Count);
        Assert.Contains(Assert.Single(answer.GetProperty("unreadable_compartments").EnumerateArray()).GetString(), new[] { "demo-tenancy", "analytics", "analytics-lab", "backup" });
    }

    [Fact]
    public async Task Should_refuse_if_all_of_them_do()
    {
        await oci.FailNextAsync(new { path = Path, status = 404, times = 1000 });

        Assert.Equal(404, (await oci.FailAsync(Tool)).GetProperty("status").GetInt32());
        Assert.Equal(404, (await oci.FailAsync(Tool, new { compartment_id = "prod-network" })).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Should_fail_where_it_is_no_refusal()
    {
        await oci.FailNextAsync(new { path = Path, status = 500, times = 1 });

        Assert.Equal(500, (await oci.FailAsync(Tool)).GetProperty("status").GetInt32());
    }
}
