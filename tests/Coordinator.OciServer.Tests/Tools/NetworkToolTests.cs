using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

public sealed class NetworkToolTests(SimulatedOci oci) : IClassFixture<SimulatedOci>
{
    [Fact]
    public async Task ListVcns_ShowsAddressRanges()
    {
        var network = Assert.Single((await oci.AskAsync("oci_network_list_vcns", new { compartment_id = "prod-network" })).List("vcns"));

        Assert.Equal(("prod-vcn", "prod-network"), (network.Text("name"), network.Text("compartment")));
        Assert.Equal("10.0.0.0/16", network.GetProperty("cidr_blocks")[0].GetString());
    }

    [Fact]
    public async Task ListSubnets_OfAVcn_SaysWhichArePrivate()
    {
        var vcn = (await oci.AskAsync("oci_network_list_vcns", new { compartment_id = "prod-network" })).List("vcns")[0].Text("id");

        var answer = await oci.AskAsync("oci_network_list_subnets", new { compartment_id = "prod-network", vcn_id = vcn });

        Assert.Equal(["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"], answer.Texts("subnets", "cidr_block"));
        Assert.False(answer.Named("subnets", "prod-public").GetProperty("is_private").GetBoolean());
        Assert.True(answer.Named("subnets", "prod-data").GetProperty("is_private").GetBoolean());
    }

    [Fact]
    public async Task ListSecurityLists_PointsOutWhatTheInternetReaches()
    {
        var answer = await oci.AskAsync("oci_network_list_security_lists", new { compartment_id = "development" });

        Assert.Equal([22, 443], answer.Named("security_lists", "dev-public-rules").List("open_to_internet").Select(rule => rule.GetProperty("from_port").GetInt32()));
        Assert.Empty(answer.Named("security_lists", "dev-private-rules").List("open_to_internet"));
    }
}
