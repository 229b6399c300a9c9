using Coordinator.Core.Tools;
using static Coordinator.Core.Tests.Tools.Definitions;

namespace Coordinator.Core.Tests.Tools;

public sealed class ToolTraitsPolicyTests
{
    private static readonly ToolCatalogConfig Config = new()
    {
        Domains = new Dictionary<string, IReadOnlyList<string>> { ["cost"] = ["oci_cost_"] },
        Tiers = new Dictionary<string, ToolTier> { ["oci_cost_*"] = new(3, 4000, ToolRisk.Low), ["oci_cost_note"] = new(1, 50, ToolRisk.None) },
    };

    [Fact]
    public void Of_WhenNothingIsKnown_GoesByWhetherItWrites()
    {
        Assert.Equal((2, TierSource.Hints, false), Shown(Of(Read("x"))));
        Assert.Equal((4, TierSource.Hints, true), Shown(Of(Write("x"))));
    }

    [Fact]
    public void Of_WhenTheCatalogFileHasIt_GoesByTheFile()
    {
        Assert.Equal((3, TierSource.Catalog, false), Shown(Of(Read("oci_cost_x") with { Claim = new ToolClaim { Tier = 1 } })));
        Assert.Equal((1, TierSource.Catalog, false), Shown(Of(Write("oci_cost_note"))));
    }

    [Fact]
    public void Of_WhenOnlyAPrefixFitsAWrite_IsStillTier4() => Assert.Equal((4, TierSource.Catalog, true), Shown(Of(Write("oci_cost_x"))));

    [Fact]
    public void Of_WhenTheManifestClaimsATierOfARead_GoesByIt() =>
        Assert.Equal((1, TierSource.Manifest, false), Shown(Of(Read("x") with { Claim = new ToolClaim { Tier = 1, RequiresConfirmation = false } })));

    [Fact]
    public void Of_WhenTheManifestBelittlesAWrite_IsNotMoved()
    {
        var traits = Of(Write("x") with { Claim = new ToolClaim { Tier = 1, Risk = ToolRisk.None, RequiresConfirmation = false, ReadOnly = true, Mutates = false } });

        Assert.Equal((4, TierSource.Manifest, true), Shown(traits));
        Assert.Equal(ToolRisk.Medium, traits.Cost.Risk);
    }

    [Fact]
    public void Of_WhenTheManifestWantsAConfirmation_WantsIt() =>
        Assert.True(Of(Read("oci_cost_x") with { Claim = new ToolClaim { RequiresConfirmation = true } }).RequiresConfirmation);

    [Theory]
    [InlineData("oci_cost_x", "lab", "cost")]
    [InlineData("x", "lab", "lab")]
    [InlineData("x", null, "servers")]
    public void Of_Domains_AreThePrefixsElseTheManifestsElseTheServers(string name, string? claimed, string domain) =>
        Assert.Equal([domain], ToolTraitsPolicy.Of(Read(name) with { Claim = new ToolClaim { Domain = claimed } }, false, Config, ["servers"]).Domains);

    /// <summary>A manifest is a claim: it may make things stricter only.</summary>
    [Theory]
    [InlineData(true, null, null, false)]
    [InlineData(true, false, null, true)]
    [InlineData(true, null, true, true)]
    [InlineData(true, true, false, false)]
    [InlineData(false, true, false, true)]
    [InlineData(null, true, false, true)]
    public void Classify_WithAManifest_NeverMakesAReadOfAWrite(bool? readOnlyHint, bool? readOnly, bool? mutates, bool write)
    {
        var tool = Read("x") with { ReadOnlyHint = readOnlyHint, Claim = new ToolClaim { ReadOnly = readOnly, Mutates = mutates } };

        Assert.Equal(write, Policy().Classify(tool).Write);
        Assert.True(Policy(("x", new ToolRule(Write: true))).Classify(tool).Write, "tool-policy.yaml comes first.");
        Assert.False(Policy(("x", new ToolRule(Write: false))).Classify(tool).Write, "tool-policy.yaml comes first.");
    }

    private static ToolTraits Of(ToolDefinition tool) => ToolTraitsPolicy.Of(tool, Policy().Classify(tool with { Claim = null }).Write, Config, []);

    private static (int, TierSource, bool) Shown(ToolTraits traits) => (traits.Cost.Tier, traits.TierFrom, traits.RequiresConfirmation);
}
