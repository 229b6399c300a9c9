using System.Text.Json;
using Coordinator.OciServer.Tests.Server;
using Coordinator.TestKit.Npm;

namespace Coordinator.OciServer.Tests.Simulation;

/// <summary>The simulated tenancy is what Oracle's own client takes for OCI: it signs, pages and reads without our code.</summary>
public sealed class When_oracles_client_asks
{
    [Fact]
    public async Task Should_answer_as_oci_does()
    {
        var modules = NpmPackages.Modules();
        await using var oci = new SimulatedOci { RequestClock = TimeProvider.System };
        await oci.InitializeAsync();

        var said = JsonElement.Parse(await NpmPackages.RunAsync("oci-sdk.js", null, modules, oci.ConfigFile, oci.Address.GetLeftPart(UriPartial.Authority)));

        Assert.Equal("demo-tenancy", said.Text("tenancy"));
        Assert.Equal((14, 3), (said.GetProperty("compartments").GetArrayLength(), said.GetProperty("pages").GetInt32()));
        Assert.Equal(["app-server-01", "app-server-02", "app-server-03", "app-server-04", "app-server-05", "app-server-06", "web-01", "web-02", "web-03"], said.List("instances").Select(name => name.GetString()));
        Assert.Equal("""["VM.Standard.E4.Flex",2,16]""", said.GetProperty("shape").GetRawText());
        Assert.Equal(("STOPPING", "STOPPING"), (said.Text("state"), said.Text("repeated")));
        Assert.Equal((409, "InvalidatedRetryToken"), (said.GetProperty("reused").GetProperty("statusCode").GetInt32(), said.GetProperty("reused").Text("serviceCode")));
        Assert.Equal("prod-vcn", said.GetProperty("vcns")[0].GetString());
        Assert.Equal(["Autonomous Database", "Block Storage", "Compute", "Database", "Logging Analytics"], said.List("services").Select(name => name.GetString()));
        Assert.InRange(said.GetProperty("cost").GetDouble(), 3_000, 15_000);
        Assert.All(["missing", "foreign"], name => Assert.Equal((404, "NotAuthorizedOrNotFound"), (said.GetProperty(name).GetProperty("statusCode").GetInt32(), said.GetProperty(name).Text("serviceCode"))));
        Assert.Single(oci.Changes());
    }
}
