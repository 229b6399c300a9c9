using Coordinator.Core.Tools;

namespace Coordinator.Core.Tests.Tools;

public sealed class ToolManifestReaderTests
{
    private const string Tool = """{"name":"stop","description":"d","domain":"compute","tier":4,"risk":"high","read_only":false,"idempotent":true,"mutates":true,"requires_confirmation":true,"latency_ms":900,"aliases":["halt"],"timeouts":{"default_seconds":20}}""";

    [Fact]
    public void Read_WhenAllIsRight_GivesWhatItSays()
    {
        var manifest = ToolManifestReader.Read($$$"""
            {"schema_version":"1.0","server_id":"s","server_name":"S","server_version":"2","generated_at":"2026-01-01","domains":[{"name":"compute","tool_count":1},"cost"],
             "tools":[{{{Tool}}}],"skills":[{"name":"k","description":"what","domains":["cost"]}],"policies":{"allow_mutations_env":"ALLOW_MUTATIONS"}}
            """);

        Assert.Empty(manifest.Problems);
        Assert.Equal(("s", "S", "2"), (manifest.ServerId, manifest.ServerName, manifest.ServerVersion));
        Assert.Equal(["compute", "cost"], manifest.Domains);
        Assert.Equal(("k", "what"), (manifest.Skills[0].Name, manifest.Skills[0].Description));
        var claim = manifest.Tools["stop"];
        Assert.Equal((4, ToolRisk.High, false, true, true, true, 900, TimeSpan.FromSeconds(20)),
            (claim.Tier, claim.Risk, claim.ReadOnly, claim.Idempotent, claim.Mutates, claim.RequiresConfirmation, claim.LatencyMs, claim.TimeLimit));
        Assert.Equal(["halt"], claim.Aliases);
    }

    [Theory]
    [InlineData("\"tier\":4", "\"tier\":9", "stop: tier must be a whole number from 1 to 4.")]
    [InlineData("\"tier\":4", "\"tier\":\"4\"", "stop: tier must be a whole number from 1 to 4.")]
    [InlineData("\"risk\":\"high\"", "\"risk\":\"3\"", "stop: risk must be one of none, low, medium, high.")]
    [InlineData("\"mutates\":true", "\"mutates\":\"no\"", "stop: mutates must be true or false.")]
    [InlineData("\"requires_confirmation\":true,", "", "stop: It does not say requires_confirmation.")]
    [InlineData("{\"default_seconds\":20}", "20", "stop: timeouts must be an object.")]
    [InlineData("\"default_seconds\":20", "\"default_seconds\":0", "stop.timeouts: default_seconds must be a whole number from 1 to 3600.")]
    [InlineData("\"name\":\"stop\",", "", "tools[0]: It has no name.")]
    [InlineData("[\"halt\"]", "\"halt\"", "stop: aliases must be a list.")]
    public void Read_WhenOneThingIsWrong_LeavesThatOutAndKeepsTheRest(string right, string wrong, string problem)
    {
        Assert.Contains(right, Tool, StringComparison.Ordinal);

        var manifest = ToolManifestReader.Read($$"""{"tools":[{{Tool.Replace(right, wrong, StringComparison.Ordinal)}},{{Tool.Replace("stop", "other", StringComparison.Ordinal)}}]}""");

        Assert.Equal([problem], manifest.Problems);
        Assert.Equal(4, manifest.Tools["other"].Tier);
    }

    [Theory]
    [InlineData("[]", "It is not a JSON object.")]
    [InlineData("{", "It is not valid JSON.")]
    [InlineData("""{"tools":{}}""", "tools must be a list.")]
    [InlineData("""{"tools":[5]}""", "tools[0]: It has no name.")]
    [InlineData("""{"server_id":"\ud800"}""", "server_id must be a text.")]
    public void Read_WhenItIsNoManifest_SaysWhy(string text, string problem) => Assert.Equal([problem], ToolManifestReader.Read(text).Problems);

    [Fact]
    public void Read_WhenItIsTooLong_IsNotRead() =>
        Assert.Contains("more than 1000000 are not read", Assert.Single(ToolManifestReader.Read(new string(' ', 1_000_001)).Problems), StringComparison.Ordinal);

    [Fact]
    public void Read_WhenMuchIsWrong_NamesTheFirstTwenty()
    {
        var problems = ToolManifestReader.Read($$"""{"tools":[{{string.Join(',', Enumerable.Repeat("5", 30))}}]}""").Problems;

        Assert.Equal((21, "And 10 more."), (problems.Count, problems[^1]));
    }
}
