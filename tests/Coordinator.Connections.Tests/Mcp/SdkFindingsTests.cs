using System.Text.Json;
using Coordinator.AwkwardServer;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Coordinator.Connections.Tests.Mcp;

/// <summary>What the pinned SDK does by itself, as in docs/decisions/0006-mcp-client-findings.md. A test that fails after an update says which of our workarounds can go.</summary>
public sealed class SdkFindingsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task M1_ServerAnswersUnknownMethodsWithAnEmptyResult_NegotiationThrowsJsonException()
    {
        var failure = await Record.ExceptionAsync(() => ConnectAsync(["--unknown=empty"]));

        Assert.IsType<JsonException>(failure, exactMatch: false);
    }

    [Fact]
    public async Task M2_PinnedVersion_IsRequestAndMinimum()
    {
        var failure = await Record.ExceptionAsync(() => ConnectAsync(["--versions=2025-06-18"], version: "2025-11-25"));

        Assert.Contains("version mismatch", Assert.IsType<McpException>(failure).Message, StringComparison.Ordinal);
        await using var negotiated = await ConnectAsync(["--versions=2025-03-26"]);
        Assert.Equal("2025-03-26", negotiated.NegotiatedProtocolVersion);
    }

    [Theory]
    [InlineData(404, true)]
    [InlineData(405, false)]
    public async Task M3_GetStreamRefused_EndsTheSessionOnlyWith404(int status, bool ends)
    {
        await using var server = await HttpServer.StartAsync(new Quirks { GetStatus = status });
        await using var transport = new HttpClientTransport(new HttpClientTransportOptions { Endpoint = server.Url, TransportMode = HttpTransportMode.StreamableHttp });

        var failure = await Record.ExceptionAsync(async () =>
        {
            await using var client = await McpClient.CreateAsync(transport, cancellationToken: Token);
            await Eventually.TrueAsync(() => server.Calls.Any(call => call.Method == "GET"), "the GET stream");
            for (var calls = 0; calls < 20; calls++)
            {
                await client.CallToolAsync("echo", cancellationToken: Token);
            }
        });

        Assert.Equal(ends, failure is not null);
    }

    [Fact]
    public async Task M4_NoHandshake_ServerInfoIsNull()
    {
        await using var client = await ConnectAsync(["--versions=2026-07-28"]);

        Assert.Equal("2026-07-28", client.NegotiatedProtocolVersion);
        Assert.Null(client.ServerInfo);
    }

    [Fact]
    public async Task M7_CancelledCallOverHttp_IsNotToldToTheServer()
    {
        await using var server = await HttpServer.StartAsync(new Quirks());
        await using var transport = new HttpClientTransport(new HttpClientTransportOptions { Endpoint = server.Url, TransportMode = HttpTransportMode.StreamableHttp });
        await using var client = await McpClient.CreateAsync(transport, cancellationToken: Token);
        using var stop = new CancellationTokenSource();
        var call = client.CallToolAsync("hang", cancellationToken: stop.Token).AsTask();
        await Eventually.TrueAsync(() => server.Calls.Any(seen => seen.RpcMethod == "tools/call"), "the call");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(PoolUnderTest.Limit, Token));
        await client.CallToolAsync("echo", cancellationToken: Token);
        Assert.DoesNotContain(server.Calls, seen => seen.RpcMethod == "notifications/cancelled");
    }

    [Fact]
    public async Task M7_CancelledCallOverStdio_IsNotToldToTheServer()
    {
        await using var client = await ConnectAsync([]);
        using var stop = new CancellationTokenSource();
        var call = client.CallToolAsync("hang", cancellationToken: stop.Token).AsTask();
        await client.CallToolAsync("echo", cancellationToken: Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(PoolUnderTest.Limit, Token));
        await client.CallToolAsync("echo", cancellationToken: Token);
        var received = await client.CallToolAsync("received", cancellationToken: Token);
        Assert.DoesNotContain("notifications/cancelled", Assert.IsType<TextContentBlock>(received.Content[0]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task M8_ProcessDiesInACall_ExceptionHasExitCodeAndLastWords()
    {
        await using var client = await ConnectAsync([]);

        var failure = await Assert.ThrowsAsync<ClientTransportClosedException>(() => client.CallToolAsync("die", cancellationToken: Token).AsTask().WaitAsync(PoolUnderTest.Limit, Token));

        var details = Assert.IsType<StdioClientCompletionDetails>(failure.Details);
        Assert.Equal(3, details.ExitCode);
        Assert.Contains("out of luck", details.StandardErrorTail!);
        Assert.True(client.Completion.IsCompleted);
    }

    [Fact]
    public async Task Dispose_ClosesTheInputOfAProcess_ThatEndsByItself()
    {
        var client = await ConnectAsync([]);

        await client.DisposeAsync();

        Assert.Equal(0, Assert.IsType<StdioClientCompletionDetails>(await client.Completion.WaitAsync(PoolUnderTest.Limit, Token)).ExitCode);
    }

    [Fact]
    public async Task M8_CommandMissing_ThrowsIOException() =>
        Assert.IsType<System.ComponentModel.Win32Exception>((await Assert.ThrowsAsync<IOException>(() => McpClient.CreateAsync(
            new StdioClientTransport(new StdioClientTransportOptions { Command = "no-such-command-here" }), cancellationToken: Token))).InnerException);

    [Fact]
    public void M9_EnvironmentIsInheritedByDefault() => Assert.True(new StdioClientTransportOptions { Command = "x" }.InheritEnvironmentVariables);

    private static async Task<McpClient> ConnectAsync(string[] quirks, string? version = null)
    {
        var config = PoolUnderTest.Stdio(quirks);
        var transport = new StdioClientTransport(new StdioClientTransportOptions { Command = config.Command!, Arguments = [.. config.Args], ShutdownTimeout = TimeSpan.FromSeconds(1) });
        return await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = version }, cancellationToken: Token).WaitAsync(PoolUnderTest.Limit, Token);
    }
}
