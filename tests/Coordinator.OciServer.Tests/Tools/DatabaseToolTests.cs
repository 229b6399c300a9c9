using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

public sealed class DatabaseToolTests(SimulatedOci oci) : IClassFixture<SimulatedOci>
{
    [Fact]
    public async Task ListAutonomous_ShowsWorkloadAndSize()
    {
        var database = (await oci.AskAsync("oci_db_list_autonomous", new { workload_type = "oltp", compartment_id = "production" })).Named("databases", "ATPAdi");

        Assert.Equal(("ATPADI", "OLTP", "AVAILABLE", "prod-data"), (database.Text("database_name"), database.Text("workload_type"), database.Text("lifecycle_state"), database.Text("compartment")));
        Assert.Equal((4, 1), (database.GetProperty("cpu_core_count").GetInt32(), database.GetProperty("data_storage_size_tb").GetInt32()));
    }

    [Fact]
    public async Task ListManaged_OfBothTenancies_HasTwentyFive()
    {
        var first = await oci.AskAsync("oci_dbmgmt_list_databases");
        var second = await oci.AskAsync("oci_dbmgmt_list_databases", new { profile = "EMDEMO" });

        Assert.Equal(25, first.GetProperty("count").GetInt32() + second.GetProperty("count").GetInt32());
        Assert.Equal("CLOUD_SIDB", first.Named("databases", "TESTDB23").Text("database_type"));
        Assert.Equal(["CDBDEMO", "LABDB", "RACDEMO"], (await oci.AskAsync("oci_dbmgmt_list_databases", new { profile = "EMDEMO", deployment_type = "VM" })).Texts("databases", "name").Order());
    }

    /// <summary>The service does not know this filter.</summary>
    [Fact]
    public async Task ListManaged_OfOneType_HasNoOthers()
    {
        var answer = await oci.AskAsync("oci_dbmgmt_list_databases", new { database_type = "shared", limit = 3 });

        Assert.Equal((3, true), (answer.GetProperty("count").GetInt32(), answer.GetProperty("more").GetBoolean()));
        Assert.All(answer.List("databases"), database => Assert.Equal("SHARED", database.Text("database_type")));
        Assert.Equal(13, (await oci.AskAsync("oci_dbmgmt_list_databases", new { database_type = "SHARED" })).GetProperty("count").GetInt32());
    }
}
