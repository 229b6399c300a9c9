namespace Coordinator.Core.Tools.Validation;

/// <summary>Servers answer, and have tools.</summary>
internal static class ServerRules
{
    public static IEnumerable<ToolIssue> Check(CatalogUnderTest catalog)
    {
        foreach (var server in catalog.Servers)
        {
            if (!CatalogUnderTest.IsConnected(server))
            {
                yield return ToolIssue.Error(ToolIssue.NoTool, server.Id, "server_unreachable", $"It is {server.Status}{(server.Error is { Length: > 0 } error ? $": {error}" : ".")} Its tools were not looked at.");
            }
            else if (catalog.Tools.All(tool => tool.Server != server.Id))
            {
                yield return ToolIssue.Warning(ToolIssue.NoTool, server.Id, "server_without_tools", "It is connected, but lists no tool.");
            }
        }
    }
}
