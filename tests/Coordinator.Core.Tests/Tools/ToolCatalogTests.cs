using Coordinator.Core.Tools;
using static Coordinator.Core.Tests.Tools.Definitions;

namespace Coordinator.Core.Tests.Tools;

public sealed class ToolCatalogTests
{
    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["stop_instance"] = "oci_compute_stop_instance",
        ["halt"] = "stop_instance",
        ["show"] = "oci_show",
        ["gone"] = "oci_gone",
    };

    private static readonly ToolCatalog Catalog = new([Write("oci_compute_stop_instance"), Read("oci_show"), Read("show"), Read("list", server: "s2")], Aliases);

    [Theory]
    [InlineData("oci_compute_stop_instance", "oci_compute_stop_instance")]
    [InlineData("stop_instance", "oci_compute_stop_instance")]
    public void CanonicalName_OfANameOrAnAlias_IsTheTools(string name, string canonical)
    {
        Assert.Equal(canonical, Catalog.CanonicalName(name));
        Assert.Equal(canonical, Catalog.Find(name)!.Name);
    }

    [Fact]
    public void Find_WhenAToolHasTheNameOfAnAlias_GivesTheTool() => Assert.Equal("show", Catalog.Find("show")!.Name);

    /// <summary>Defect 6: a name that is only near must not reach a tool, least of all one that changes something.</summary>
    [Theory]
    [InlineData("Stop_Instance")]
    [InlineData("stop-instance")]
    [InlineData("stop_instance ")]
    [InlineData("stop_instances")]
    [InlineData("stop_instanc")]
    [InlineData("stop")]
    [InlineData("instance")]
    [InlineData("compute_stop_instance")]
    [InlineData("oci_stop_instance")]
    [InlineData("oci_oci_compute_stop_instance")]
    [InlineData("oci-gateway__oci_compute_stop_instance")]
    [InlineData("gateway:oci_compute_stop_instance")]
    [InlineData("s1__oci_compute_stop_instance")]
    [InlineData("OCI_COMPUTE_STOP_INSTANCE")]
    [InlineData("oci_compute_stop_instance_now")]
    [InlineData("ocі_compute_stop_instance")]
    [InlineData("")]
    public void Find_OfANearMiss_IsNothing(string name)
    {
        Assert.Null(Catalog.Find(name));
        Assert.Null(Catalog.CanonicalName(name));
    }

    [Theory]
    [InlineData("halt")]
    [InlineData("gone")]
    public void Find_OfAnAliasThatLeadsToNoTool_IsNothing(string alias) => Assert.Null(Catalog.Find(alias));

    [Fact]
    public void FindOn_LooksAtThatServerOnly()
    {
        Assert.Equal("oci_compute_stop_instance", Catalog.FindOn("s1", "stop_instance")!.Name);
        Assert.Null(Catalog.FindOn("s2", "stop_instance"));
        Assert.Null(Catalog.FindOn("s1", "list"));
    }
}
