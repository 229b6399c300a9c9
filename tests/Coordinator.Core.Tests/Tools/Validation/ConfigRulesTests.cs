using Coordinator.Core.Tools;
using static Coordinator.Core.Tests.Tools.Definitions;

namespace Coordinator.Core.Tests.Tools.Validation;

/// <summary>Servers, aliases, the tool policy, what is called at start, and manifests.</summary>
public sealed class ConfigRulesTests
{
    private static readonly ToolVerification Look = new("look", new Dictionary<string, string> { ["name"] = "{{ args.name }}" }, "succeeded");

    [Theory]
    [InlineData("error", "No such command.", "It is error: No such command. Its tools were not looked at.")]
    [InlineData("connecting", null, "It is connecting. Its tools were not looked at.")]
    public void Validate_OfAServerThatIsAway_IsAnError(string status, string? error, string message)
    {
        var stage = new Stage { Tools = [Read("x")], Servers = [new("s1", "connected", 1), new("s2", status, 0) { Error = error }] };

        Assert.Equal(["error server_unreachable *"], stage.Findings());
        Assert.Equal(message, stage.Message());
        Assert.False(stage.Report().Valid);
        Assert.Equal("1 tool of 2 servers: not valid, 1 error, 0 warnings, 0 notes.", stage.Report().Summary());
    }

    [Fact]
    public void Validate_OfAServerWithoutTools_Warns() => Assert.Equal(["warning server_without_tools *"], new Stage().Findings());

    [Fact]
    public void Validate_OfAliases_FindsThoseThatLeadNowhere()
    {
        var config = new ToolCatalogConfig
        {
            Aliases = new Dictionary<string, string> { ["good"] = "oci_a", ["oci_b"] = "oci_a", ["lost"] = "oci_c", ["chain"] = "good" },
        };

        Assert.Equal(["error alias_chain chain", "warning alias_shadowed oci_b", "info alias_unknown lost"], new Stage { Tools = [Read("oci_a"), Read("oci_b")], Config = config }.Findings());
    }

    [Fact]
    public void Validate_OfAPolicyLineWithoutATool_Warns()
    {
        var config = new ToolCatalogConfig { Aliases = new Dictionary<string, string> { ["halt"] = "stop" } };

        Assert.Equal(
            ["error policy_alias halt", "warning policy_unknown_tool gone"],
            new Stage { Tools = [Write("stop")], Config = config, Policy = Policy(("stop", new ToolRule(true)), ("gone", new ToolRule(true)), ("halt", new ToolRule(true))) }.Findings());
    }

    [Fact]
    public void Validate_OfAPolicyThatCallsAWriteARead_Warns() =>
        Assert.Equal(["warning policy_loosens stop"], new Stage { Tools = [Write("stop"), Read("list") with { ReadOnlyHint = null }], Policy = Policy(("stop", new ToolRule(false)), ("list", new ToolRule(false))) }.Findings());

    [Fact]
    public void Validate_OfAVerificationThatWorks_FindsNothing() =>
        Assert.Empty(Verified(new ToolRule(true) { Verify = Look }).Findings());

    [Fact]
    public void Validate_OfAVerificationByAnAlias_FindsNothing() =>
        Assert.Empty((Verified(new ToolRule(true) { Verify = Look with { Tool = "peek" } }) with { Config = new ToolCatalogConfig { Aliases = new Dictionary<string, string> { ["peek"] = "look" } } }).Findings());

    [Theory]
    [InlineData("gone", "name", "error verify_unknown_tool stop")]
    [InlineData("elsewhere", "name", "error verify_unknown_tool stop")]
    [InlineData("start", "name", "error verify_is_a_write stop")]
    [InlineData("look", "nam", "error verify_arguments stop|error verify_arguments stop")]
    public void Validate_OfAVerificationThatCannotBeMade_IsAnError(string tool, string argument, string findings) =>
        Assert.Equal(findings.Split('|'), Verified(new ToolRule(true) { Verify = new(tool, new Dictionary<string, string> { [argument] = "x" }, "") }).Findings());

    [Fact]
    public void Validate_OfAVerificationWithANumberForAText_IsAnError()
    {
        var stage = Verified(new ToolRule(true) { Verify = new("look", new Dictionary<string, string> { ["name"] = "5" }, "") });

        Assert.Equal("Whether it was carried out is verified by 'look', and that would fail: 'name' is given as integer, and must be string.", stage.Message());
    }

    [Theory]
    [InlineData("name", false)]
    [InlineData("token", true)]
    public void Validate_OfAnIdempotencyArgument_NeedsIt(string argument, bool isWrong) =>
        Assert.Equal(isWrong ? ["error idempotency_argument stop"] : [], Verified(new ToolRule(true) { Idempotency = ToolIdempotency.Argument, IdempotencyArgument = argument }).Findings());

    [Theory]
    [InlineData("look", """{"name":"a"}""", "")]
    [InlineData("peek", """{"name":"a"}""", "")]
    [InlineData("look", "{}", "warning startup_arguments look")]
    [InlineData("look", """{"name":1}""", "warning startup_arguments look")]
    [InlineData("stop", """{"name":"a"}""", "error startup_is_a_write stop")]
    [InlineData("gone", "{}", "info startup_unknown_tool gone")]
    public void Validate_OfAReadAtStart_ChecksThatItCanBeMade(string tool, string arguments, string finding)
    {
        var config = new ToolCatalogConfig
        {
            Aliases = new Dictionary<string, string> { ["peek"] = "look" },
            Startup = [new StartupRead("compute", tool, System.Text.Json.JsonElement.Parse(arguments))],
        };

        Assert.Equal(finding.Length == 0 ? [] : [finding], new Stage { Tools = [Read("look", OneName), Write("stop", OneName)], Config = config }.Findings());
    }

    [Theory]
    [InlineData(false, true, null, null, null, "error manifest_contradiction x")]
    [InlineData(false, null, false, null, null, "error manifest_contradiction x")]
    [InlineData(null, true, false, null, null, "error manifest_contradiction x")]
    [InlineData(true, false, true, null, null, "warning manifest_contradiction x")]
    [InlineData(true, true, false, 2, false, "")]
    [InlineData(false, false, true, 4, true, "")]
    [InlineData(false, false, true, 4, false, "warning manifest_rule x")]
    [InlineData(false, false, true, 2, true, "warning manifest_rule x")]
    [InlineData(true, true, true, null, null, "error manifest_rule x|warning manifest_contradiction x")]
    public void Validate_OfAManifestThatContradicts_SaysIt(bool? hint, bool? readOnly, bool? mutates, int? tier, bool? confirmed, string findings)
    {
        var claim = new ToolClaim { ReadOnly = readOnly, Mutates = mutates, Tier = tier, RequiresConfirmation = confirmed };

        Assert.Equal(findings.Length == 0 ? [] : findings.Split('|'), new Stage { Tools = [Read("x") with { ReadOnlyHint = hint, Claim = claim }] }.Findings());
    }

    [Fact]
    public void Validate_OfAManifestWithProblems_NamesThem()
    {
        var manifest = new ToolManifest { Problems = ["x: tier must be …"], Tools = new Dictionary<string, ToolClaim> { ["x"] = new(), ["gone"] = new() } };
        var stage = new Stage { Tools = [Read("x") with { Claim = new ToolClaim { Aliases = ["ex", "x"] } }], Servers = [new("s1", "connected", 1) { Manifest = manifest }] };

        Assert.Equal(["warning manifest_problem *", "warning manifest_unknown_tool gone", "info alias_proposed x"], stage.Findings());
    }

    private static Stage Verified(ToolRule rule) => new()
    {
        Tools = [Write("stop", OneName), Read("look", OneName), Write("start", OneName), Read("elsewhere", OneName, "s2")],
        Servers = [new("s1", "connected", 1), new("s2", "connected", 1)],
        Policy = Policy(("stop", rule)),
    };
}
