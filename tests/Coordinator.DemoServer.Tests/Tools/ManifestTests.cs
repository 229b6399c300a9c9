using System.Text.Json;
using Coordinator.DemoServer.Tests.Server;
using ModelContextProtocol.Protocol;

namespace Coordinator.DemoServer.Tests.Tools;

public sealed class ManifestTests(ReadOnlyServer server) : IClassFixture<ReadOnlyServer>
{
    private static readonly string[] Required = ["name", "description", "domain", "tier", "risk", "read_only", "idempotent", "mutates", "requires_confirmation"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Manifest_Always_SaysOfEachToolWhatItsAnnotationsSay()
    {
        var manifest = await ReadAsync();
        var tools = await server.Client.Mcp.ListToolsAsync(cancellationToken: Token);
        var described = manifest.GetProperty("tools").EnumerateArray().ToDictionary(tool => tool.GetProperty("name").GetString()!);

        Assert.Equal(tools.Select(tool => tool.Name).Order(), described.Keys.Order());
        Assert.All(tools, tool =>
        {
            var said = described[tool.Name];
            var isRead = tool.ProtocolTool.Annotations!.ReadOnlyHint == true;
            Assert.All(Required, field => Assert.True(said.TryGetProperty(field, out _), $"{tool.Name} lacks {field}."));
            Assert.Equal((isRead, !isRead, !isRead), (said.GetProperty("read_only").GetBoolean(), said.GetProperty("mutates").GetBoolean(), said.GetProperty("requires_confirmation").GetBoolean()));
            Assert.Equal(!isRead, said.GetProperty("tier").GetInt32() == 4);
        });
    }

    [Fact]
    public async Task Manifest_Domains_CountTheTools()
    {
        var manifest = await ReadAsync();

        Assert.All(manifest.GetProperty("domains").EnumerateArray(), domain => Assert.Equal(
            manifest.GetProperty("tools").EnumerateArray().Count(tool => tool.GetProperty("domain").GetString() == domain.GetProperty("name").GetString()),
            domain.GetProperty("tool_count").GetInt32()));
        Assert.Equal(15, manifest.GetProperty("domains").EnumerateArray().Sum(domain => domain.GetProperty("tool_count").GetInt32()));
        Assert.Equal("2026-11-24T12:00:00.0000000+00:00", manifest.GetProperty("generated_at").GetString());
    }

    private async Task<JsonElement> ReadAsync()
    {
        var result = await server.Client.Mcp.ReadResourceAsync("server://manifest", cancellationToken: Token);
        return JsonDocument.Parse(Assert.IsType<TextResourceContents>(Assert.Single(result.Contents)).Text).RootElement;
    }
}
