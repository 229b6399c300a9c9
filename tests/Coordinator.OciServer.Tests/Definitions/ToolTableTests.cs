using System.Runtime.CompilerServices;
using Coordinator.OciServer.Hosting;

namespace Coordinator.OciServer.Tests.Definitions;

public sealed class ToolTableTests
{
    [Fact]
    public void Document_IsWhatTheCommandPrints()
    {
        var file = Path.Combine(Root(), "docs", "oci-tools.md");
        var written = File.ReadAllText(file);

        Assert.EndsWith(ToolTable.Write(ToolFiles.Read([], _ => null)), written, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryTool_NamesItsPolicy_UnlessItAsksOciNothing()
    {
        string[] asksNothing = ["oci_ping", "oci_list_profiles", "search_capabilities", "oci_discovery_cache_status"];

        Assert.Equal(asksNothing.Order(), ToolFiles.Read([], _ => null).SelectMany(api => api.Tools).Where(tool => tool.Policy.Count == 0).Select(tool => tool.Name).Order());
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
