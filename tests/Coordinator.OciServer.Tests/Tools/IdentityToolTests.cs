using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

public sealed class IdentityToolTests(SimulatedOci oci) : IClassFixture<SimulatedOci>
{
    [Fact]
    public async Task ListCompartments_ShowsParentsFirst_WithPaths()
    {
        var answer = await oci.AskAsync("oci_list_compartments");

        Assert.Equal(15, answer.GetProperty("count").GetInt32());
        Assert.Equal("demo-tenancy", answer.List("compartments")[0].Text("name"));
        Assert.Equal("production/prod-apps", answer.Named("compartments", "prod-apps").Text("path"));
        Assert.Equal(answer.Named("compartments", "production").Text("id"), answer.Named("compartments", "prod-apps").Text("parent_id"));
    }

    [Fact]
    public async Task ListCompartments_OfOneLevelOnly_LeavesTheOthersOut()
    {
        var answer = await oci.AskAsync("oci_list_compartments", new { compartment_id = "production", include_subtree = false });

        Assert.Equal(["production", "prod-apps", "prod-data", "prod-network"], answer.Texts("compartments", "name"));
        Assert.Equal(["production"], (await oci.AskAsync("oci_list_compartments", new { compartment_id = "production", limit = 1 })).Texts("compartments", "name"));
    }

    [Fact]
    public async Task ListCompartments_OfAnotherProfile_IsAnotherTenancy() =>
        Assert.Equal("emdemo", (await oci.AskAsync("oci_list_compartments", new { profile = "EMDEMO" })).List("compartments")[0].Text("name"));

    [Fact]
    public async Task SearchCompartments_FindsByPathAndDescription()
    {
        Assert.Equal(["dev-sandbox"], (await oci.AskAsync("oci_search_compartments", new { query = "every friday" })).Texts("compartments", "name"));
        Assert.Equal(["backup", "production", "prod-apps", "prod-data", "prod-network"], (await oci.AskAsync("oci_search_compartments", new { query = "production" })).Texts("compartments", "name"));
    }

    [Theory]
    [InlineData("prod-data")]
    [InlineData("PROD-DATA")]
    [InlineData("production/prod-data")]
    public async Task GetCompartment_ByNameOrPath_IsThatOne(string text)
    {
        var answer = await oci.AskAsync("oci_get_compartment", new { compartment_id = text });

        Assert.Equal("Databases and their jobs", answer.Text("description"));
        Assert.Equal("2024-01-15T09:30:00+00:00", answer.Text("time_created"));
    }

    [Fact]
    public async Task GetTenancy_NamesItsHome()
    {
        var answer = await oci.AskAsync("oci_get_tenancy", new { profile = "EMDEMO" });

        Assert.Equal(("emdemo", "IAD", "us-ashburn-1"), (answer.Text("name"), answer.Text("home_region_key"), answer.Text("region")));
    }

    [Fact]
    public async Task ListRegions_MarksTheHome()
    {
        var region = Assert.Single((await oci.AskAsync("oci_list_regions")).List("regions"));

        Assert.Equal("eu-frankfurt-1", region.Text("name"));
        Assert.True(region.GetProperty("is_home").GetBoolean());
    }

    [Fact]
    public async Task ListProfiles_ShowsBoth()
    {
        var answer = await oci.AskAsync("oci_list_profiles");

        Assert.Equal(["DEFAULT", "EMDEMO"], answer.Texts("profiles", "name"));
        Assert.Equal("DEFAULT", answer.Text("default"));
        Assert.Equal(["api_key", "api_key"], answer.Texts("profiles", "authentication"));
    }

    [Fact]
    public async Task Ping_Answers() => Assert.Equal("ok", (await oci.AskAsync("oci_ping")).Text("status"));
}
