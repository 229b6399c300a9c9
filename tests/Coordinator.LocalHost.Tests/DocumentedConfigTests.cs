using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Coordinator.Connections.Mcp;
using Coordinator.Core.Tools;

namespace Coordinator.LocalHost.Tests;

/// <summary>The examples of docs/mcp-servers.md are read as they stand.</summary>
public sealed partial class DocumentedConfigTests
{
    private static readonly string[] Examples = [.. Fence().Matches(File.ReadAllText(Document())).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Servers_OfTheDocument_AreValid()
    {
        var servers = McpServersFile.Parse("docs/mcp-servers.md", Examples.Single(text => text.StartsWith("servers:", StringComparison.Ordinal)), Variables("false"));

        Assert.Equal(["inventory", "gateway"], servers.Servers.Select(server => server.Id));
        Assert.Equal([true, false], servers.Servers.Select(server => server.Enabled));
    }

    [Fact]
    public void Servers_WhenTheGatewayIsEnabled_SendItsToken()
    {
        var servers = McpServersFile.Parse("docs/mcp-servers.md", Examples.Single(text => text.StartsWith("servers:", StringComparison.Ordinal)), Variables("true"));

        Assert.Equal("Bearer secret", servers.Servers[1].Headers["Authorization"]);
        Assert.Equal(TimeSpan.FromSeconds(600), servers.Servers[1].ToolTimeLimits["run_report"]);
    }

    [Fact]
    public void Policy_OfTheDocument_IsValid()
    {
        var rules = ToolPolicyFile.Parse("docs/mcp-servers.md", Examples.Single(text => text.StartsWith("tools:", StringComparison.Ordinal)));

        Assert.False(rules["run_report"].Write);
        Assert.Equal("request_id", rules["restart_service"].IdempotencyArgument);
        Assert.Equal("get_service", rules["restart_service"].Verify?.Tool);
    }

    private static Func<string, string?> Variables(string enabled) => name => name switch
    {
        "GATEWAY_ENABLED" => enabled,
        "GATEWAY_TOKEN" => "secret",
        _ => null,
    };

    private static string Document([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "mcp-servers.md"));

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
