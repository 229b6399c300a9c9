using System.Text.Json;
using Coordinator.Core.Tools;
using static Coordinator.Core.Tests.Tools.Definitions;

namespace Coordinator.Core.Tests.Tools.Validation;

/// <summary>Names, descriptions, schemas, tiers and time limits.</summary>
public sealed class ToolRulesTests
{
    private static readonly ToolNaming Naming = new("oci_{domain}_{action}", ["s1"], ["oci_ping"]);

    [Fact]
    public void Validate_OfGoodTools_FindsNothing()
    {
        var report = new Stage { Tools = [Read("oci_compute_list_instances", OneName), Read("oci_ping")], Config = new ToolCatalogConfig { Naming = Naming } }.Report();

        Assert.Empty(report.Issues);
        Assert.True(report.Valid);
        Assert.Equal("2 tools of 1 server: valid, 0 errors, 0 warnings, 0 notes.", report.Summary());
    }

    [Theory]
    [InlineData("list_instances", "s1", "warning name_pattern list_instances")]
    [InlineData("oci_list", "s1", "warning name_pattern oci_list")]
    [InlineData("oci_Compute_list", "s1", "warning name_pattern oci_Compute_list")]
    [InlineData("oci_compute_", "s1", "warning name_pattern oci_compute_")]
    [InlineData("list_instances", "s2", "info name_pattern list_instances")]
    public void Validate_OfANameThatIsNotFormedSo_SaysIt(string name, string server, string finding) =>
        Assert.Equal([finding], new Stage { Tools = [Read(name, server: server)], Servers = [new(server, "connected", 1)], Config = new ToolCatalogConfig { Naming = Naming } }.Findings());

    [Fact]
    public void Validate_OfALongName_IsAnError() => Assert.Equal([$"error name_too_long {new string('x', 65)}"], new Stage { Tools = [Read(new string('x', 65)), Read(new string('y', 64))] }.Findings());

    [Theory]
    [InlineData("", true)]
    [InlineData("   Nine ch.  ", true)]
    [InlineData("Ten chars.", false)]
    public void Validate_OfAShortDescription_Warns(string description, bool warns) =>
        Assert.Equal(warns ? ["warning description_short x"] : [], new Stage { Tools = [Read("x") with { Description = description }] }.Findings());

    [Fact]
    public void Validate_OfOneNameOnTwoServers_NamesWhatTheSecondIsCalled()
    {
        var stage = new Stage { Tools = [Read("list"), Read("list", server: "s2")], Servers = [new("s1", "connected", 1), new("s2", "connected", 1)] };

        Assert.Equal(["warning duplicate_name s2__list"], stage.Findings());
        Assert.Equal("'s1' has a tool named 'list' too, and keeps the name; this one is called 's2__list'.", stage.Message());
    }

    [Fact]
    public void Validate_OfThreeToolsThatAreCalledTheSame_IsAnError() =>
        Assert.Equal(["error duplicate_name a_b", "warning duplicate_name s1__a_b"], new Stage { Tools = [Read("a_b"), Read("a.b"), Read("a b")] }.Findings());

    [Theory]
    [InlineData("5", "is not an object")]
    [InlineData("{}", "does not say \"type\": \"object\"")]
    [InlineData("""{"type":"string"}""", "does not say \"type\": \"object\"")]
    [InlineData("""{"type":["object"]}""", "does not say \"type\": \"object\"")]
    [InlineData("""{"type":"object","properties":[]}""", "has 'properties' that are not an object")]
    [InlineData("""{"type":"object","properties":{"a":"string"}}""", "says of 'a' nothing that is a schema")]
    [InlineData("""{"type":"object","properties":{"a":{}},"required":"a"}""", "has a 'required' that is not a list of names")]
    [InlineData("""{"type":"object","properties":{"a":{}},"required":["b"]}""", "requires 'b', which is not among its properties")]
    public void Validate_OfAnInvalidSchema_IsAnError(string schema, string problem)
    {
        var stage = new Stage { Tools = [Read("x", schema)] };

        Assert.Equal(["error schema_invalid x"], stage.Findings());
        Assert.Equal($"Its input schema {problem}.", stage.Message());
    }

    [Theory]
    [InlineData("""{"type":"object","oneOf":[{"required":["a"]}]}""", "has 'oneOf' at the top")]
    [InlineData("""{"type":"object","properties":{"a b":{}}}""", "names an argument 'a b'")]
    [InlineData("""{"type":"object","properties":{"a":{"items":{"$ref":"https://example.com/a.json"}}}}""", "refers to 'https://example.com/a.json' outside of itself")]
    public void Validate_OfASchemaThatAProviderRefuses_IsAnError(string schema, string problem)
    {
        var stage = new Stage { Tools = [Read("x", schema)] };

        Assert.Equal(["error schema_refused x"], stage.Findings());
        Assert.Contains(problem, stage.Message(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/a"}},"$defs":{"a":{"type":"string"}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]},"b":true}}""")]
    public void Validate_OfASchemaThatIsUsual_FindsNothing(string schema) => Assert.Empty(new Stage { Tools = [Read("x", schema)] }.Findings());

    [Fact]
    public void Validate_OfALargeSchema_Warns()
    {
        var large = JsonSerializer.Serialize(new { type = "object", description = new string('x', 33_000) });

        Assert.Equal(["warning schema_large x"], new Stage { Tools = [Read("x", large)] }.Findings());
    }

    [Fact]
    public void Validate_OfATierThatDoesNotFit_Warns()
    {
        var config = new ToolCatalogConfig { Tiers = new Dictionary<string, ToolTier> { ["look"] = new(4, 100, ToolRisk.Low), ["note"] = new(1, 100, ToolRisk.Low) } };

        Assert.Equal(["warning tier_of_a_read look", "warning tier_of_a_write note"], new Stage { Tools = [Read("look"), Write("note"), Write("stop"), Read("list")], Config = config }.Findings());
    }

    [Theory]
    [InlineData(1_999, 5, false)]
    [InlineData(2_000, 5, true)]
    [InlineData(4_000, 11, true)]
    [InlineData(4_000, 12, false)]
    public void Validate_OfASlowToolWithLittleTime_Warns(int latency, int limit, bool warns)
    {
        var stage = new Stage
        {
            Tools = [Read("slow")],
            Config = new ToolCatalogConfig { Tiers = new Dictionary<string, ToolTier> { ["slow"] = new(3, latency, ToolRisk.Low) } },
            Policy = new ToolPolicy(new Dictionary<string, ToolRule>(), _ => TimeSpan.FromSeconds(limit)),
        };

        Assert.Equal(warns ? ["warning time_limit_short slow"] : [], stage.Findings());
    }

    [Fact]
    public void Validate_OfADriftedTool_SaysWhatIsHeld()
    {
        var stage = new Stage { Tools = [Read("look"), Write("stop")], Drifted = ["look", "stop"] };

        Assert.Equal(["warning tool_drifted look", "warning tool_drifted stop"], stage.Findings());
        Assert.Equal("Its server has changed its description. It only reads, so its calls go on; it can be accepted (POST /tools/look/accept).", stage.Report().Issues[0].Message);
        Assert.Equal("Its server has changed its description. Its calls are held until somebody accepts it (POST /tools/stop/accept).", stage.Report().Issues[1].Message);
    }
}
