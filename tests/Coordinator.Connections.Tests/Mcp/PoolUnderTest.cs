using System.Text.Json;
using Coordinator.AwkwardServer;
using Coordinator.Connections.Mcp;
using Coordinator.Connections.Tests.Models;
using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.Tools;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Connections.Tests.Mcp;

/// <summary>A pool and what it logs; nothing in it waits for ever.</summary>
internal sealed class PoolUnderTest : IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _firstServer;

    public PoolUnderTest(params McpServerConfig[] servers)
        : this(TimeProvider.System, servers)
    {
    }

    public PoolUnderTest(TimeProvider time, params McpServerConfig[] servers)
        : this(time, null, servers)
    {
    }

    public PoolUnderTest(TimeProvider time, ServerGenerations? generations, params McpServerConfig[] servers)
    {
        _firstServer = servers[0].Id;
        Pool = new McpPool(new McpServersConfig(servers), time, Logs, generations);
    }

    public McpPool Pool { get; }

    public LogLines Logs { get; } = new();

    public ToolServerStatus Status => Pool.Servers.Single(server => server.Id == _firstServer);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static FakeTimeProvider Clock() => new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public static McpServerConfig Stdio(params string[] quirks) => new()
    {
        Id = "awkward",
        Transport = "stdio",
        Command = "dotnet",
        Args = [Path.Combine(AppContext.BaseDirectory, "coordinator-awkward-server.dll"), "stdio", .. quirks],
    };

    public static McpServerConfig Http(HttpServer server) => new() { Id = "awkward", Transport = "http", Url = server.Url };

    public Task ConnectAsync() => Pool.ConnectAllAsync(Token).WaitAsync(Limit, Token);

    /// <summary>Null: it is well.</summary>
    public Task<Failure?> CheckAsync() => Pool.CheckAsync(_firstServer, Token).WaitAsync(Limit, Token);

    public Task<Failure?> RestartAsync(string generation, TimeSpan pause = default) => Pool.RestartAsync(_firstServer, generation, pause, Token).WaitAsync(Limit, Token);

    public Task<IReadOnlyList<ToolDefinition>> ListAsync() => Pool.ListToolsAsync(Token).WaitAsync(Limit, Token);

    public Task<Outcome<ToolResult>> CallAsync(
        string tool, object? arguments = null, TimeSpan? within = null, IProgress<ToolProgress>? progress = null, string? effectKey = null, CancellationToken? cancellationToken = null) =>
        Pool.CallAsync(
            new ToolCall
            {
                RunId = "run-1",
                StepKey = "1.0",
                Server = _firstServer,
                Tool = tool,
                Arguments = arguments as JsonElement? ?? JsonSerializer.SerializeToElement(arguments ?? new { }),
                TimeLimit = within ?? TimeSpan.FromSeconds(50),
                EffectKey = effectKey,
            },
            progress,
            cancellationToken ?? Token).WaitAsync(Limit, Token);

    public async Task<ToolResult> AskAsync(string tool, object? arguments = null)
    {
        var outcome = await CallAsync(tool, arguments);
        Assert.True(outcome.IsSuccess, outcome.Failure?.Message);
        return outcome.Value;
    }

    public async Task<Failure> FailAsync(string tool, object? arguments = null, TimeSpan? within = null)
    {
        var outcome = await CallAsync(tool, arguments, within);
        Assert.False(outcome.IsSuccess, $"'{tool}' answered: {outcome.Value?.Text}");
        return outcome.Failure;
    }

    public async ValueTask DisposeAsync() => await Pool.DisposeAsync().AsTask().WaitAsync(Limit, CancellationToken.None);
}
