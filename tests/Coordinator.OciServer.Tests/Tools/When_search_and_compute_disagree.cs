using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

/// <summary>Search lists what a user may see; Compute reads what he may read. Nothing is done to one of two that share a name because the other one cannot be read.</summary>
public sealed class When_search_and_compute_disagree
{
    private const string Stop = "oci_compute_stop_by_name";

    [Fact]
    public async Task Should_not_take_the_readable_one_for_the_only_one()
    {
        using var oci = Tenancy([Hit("a"), Hit("b")], readable: ["a"]);

        var error = await oci.FailAsync(Stop, new { instance_name = "web" });

        Assert.Equal("AmbiguousName", error.Text("code"));
        Assert.Contains("ocid1.instance.oc1..b", error.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(oci.Api.Asked, asked => asked.Method == "POST" && asked.Uri.Query.Contains("action=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_not_call_what_cannot_be_read_missing()
    {
        using var oci = Tenancy([Hit("a")], readable: []);

        Assert.Contains("ocid1.instance.oc1..a", (await oci.FailAsync(Stop, new { instance_name = "web" })).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_pass_over_those_that_ended()
    {
        using var oci = Tenancy([.. Enumerable.Range(0, 30).Select(number => Hit($"old{number}", "Terminated")), Hit("a")], readable: ["a"]);

        Assert.Equal("ocid1.instance.oc1..a", (await oci.AskAsync(Stop, new { instance_name = "web" })).Text("instance_id"));
    }

    [Fact]
    public async Task Should_ask_for_as_many_as_are_wanted()
    {
        using var oci = Tenancy([Hit("a")], readable: ["a"]);

        await oci.AskAsync("oci_compute_find_instance", new { instance_name = "web", limit = 300 });

        Assert.Contains(oci.Api.Asked, asked => asked.Uri.AbsolutePath == "/20180409/resources" && asked.Uri.Query.Contains("limit=1000", StringComparison.Ordinal));
    }

    private static StubOci Tenancy(string[] hits, string[] readable) => new(asked => asked switch
    {
        _ when asked.Contains("/20180409/resources", StringComparison.Ordinal) => $"{{\"items\": [{string.Join(',', hits)}]}}",
        _ when asked.Contains("/20160918/instances/", StringComparison.Ordinal) => readable.Where(id => asked.Contains($"oc1..{id}", StringComparison.Ordinal)).Select(Instance).FirstOrDefault(),
        _ when asked.StartsWith("GET /20160918/compartments?", StringComparison.Ordinal) => "[]",
        _ => $$"""{"id": "{{StubOci.Tenancy}}", "name": "root", "lifecycleState": "ACTIVE"}""",
    });

    private static string Hit(string id, string state = "Running") =>
        $$"""{"resourceType": "Instance", "identifier": "ocid1.instance.oc1..{{id}}", "compartmentId": "c", "displayName": "web", "lifecycleState": "{{state}}"}""";

    private static string Instance(string id) =>
        $$"""{"id": "ocid1.instance.oc1..{{id}}", "displayName": "web", "compartmentId": "c", "lifecycleState": "RUNNING", "shape": "s", "availabilityDomain": "d"}""";
}
