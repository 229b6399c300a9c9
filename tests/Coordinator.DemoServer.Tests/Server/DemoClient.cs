using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Coordinator.DemoServer.Tests.Server;

/// <summary>The real executable over stdio, spoken to by the SDK's client.</summary>
internal sealed class DemoClient(McpClient mcp) : IAsyncDisposable
{
    /// <summary>On a busy machine the process may need longer than the SDK's 5 s to answer the first request; the client would fall back to a handshake that the server no longer speaks.</summary>
    public static McpClientOptions Patient => new() { DiscoverProbeTimeout = TimeSpan.FromSeconds(60), InitializationTimeout = TimeSpan.FromSeconds(60) };

    public McpClient Mcp => mcp;

    public static async Task<DemoClient> StartAsync(
        DemoFolder folder, IEnumerable<string>? options = null, Dictionary<string, string?>? environment = null, CancellationToken cancellationToken = default)
    {
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = DemoExecutable.Command,
            Arguments = DemoExecutable.Arguments(["--state", folder.State, .. options ?? ["--now", DemoExecutable.Noon]]),
            WorkingDirectory = folder.Folder,
            InheritEnvironmentVariables = false,
            EnvironmentVariables = environment ?? DemoExecutable.CleanEnvironment,
        });
        return new DemoClient(await McpClient.CreateAsync(transport, Patient, cancellationToken: cancellationToken));
    }

    /// <param name="arguments">An anonymous object; null for none.</param>
    public async Task<CallToolResult> CallAsync(string tool, object? arguments = null, string? effectKey = null, CancellationToken cancellationToken = default) =>
        await mcp.CallToolAsync(
            new CallToolRequestParams
            {
                Name = tool,
                Arguments = arguments is null ? null : JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Clone()),
                Meta = effectKey is null ? null : new JsonObject { ["coordinator/effectKey"] = effectKey },
            },
            cancellationToken);

    /// <summary>The structured content of a call that succeeds.</summary>
    public async Task<JsonElement> AskAsync(string tool, object? arguments = null, string? effectKey = null, CancellationToken cancellationToken = default)
    {
        var result = await CallAsync(tool, arguments, effectKey, cancellationToken);
        Assert.False(result.IsError, result.StructuredContent?.GetRawText());
        return result.StructuredContent!.Value;
    }

    /// <summary>The <c>error</c> of a call that is refused.</summary>
    public async Task<JsonElement> RefusedAsync(string tool, object? arguments = null, string? effectKey = null, CancellationToken cancellationToken = default)
    {
        var result = await CallAsync(tool, arguments, effectKey, cancellationToken);
        Assert.True(result.IsError, result.StructuredContent?.GetRawText());
        return result.StructuredContent!.Value.GetProperty("error");
    }

    public ValueTask DisposeAsync() => mcp.DisposeAsync();
}
