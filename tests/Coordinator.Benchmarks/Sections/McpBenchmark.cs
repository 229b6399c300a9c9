using System.Text.Json;
using Coordinator.Connections.Mcp;
using Coordinator.Core.Tools;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;

namespace Coordinator.Benchmarks.Sections;

/// <summary>One call through the pool beside one call of the SDK's own client, in turns, each with a server of its own.</summary>
internal sealed class McpBenchmark : IBenchmark
{
    private const string Tool = "oci_ping";

    private static readonly JsonElement NoArguments = JsonDocument.Parse("{}").RootElement;

    public string Name => "mcp";

    public string Title => "Tool call over MCP (stdio)";

    public string Method =>
        "The server oci-unified answers a ping over stdio: one call through the pool and one of the SDK's own client in turns, each with a server of its own, started anew four times.";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var calls = workspace.IsQuick ? 250 : 1_250;
        var (bareTimes, pooledTimes) = (new Samples(), new Samples());

        // Two servers are never quite alike: each side gets new ones, in turns the one that was started first.
        foreach (var poolFirst in new[] { false, true, false, true })
        {
            await using var pool = new McpPool(Pooled(workspace), TimeProvider.System, NullLoggerFactory.Instance);
            if (poolFirst)
                await pool.ConnectAllAsync(cancellationToken);
            await using var bare = await McpClient.CreateAsync(Bare(workspace), cancellationToken: cancellationToken);
            await pool.ConnectAllAsync(cancellationToken);
            await InTurnsAsync(bare, pool, 500, new Samples(), new Samples(), cancellationToken);
            await InTurnsAsync(bare, pool, calls, bareTimes, pooledTimes, cancellationToken);
        }

        var (p50, p99) = (pooledTimes.P50 - bareTimes.P50, pooledTimes.P99 - bareTimes.P99);
        return
        [
            new Figure(Title, "Baseline: the SDK's client, p50 / p99", $"{Figure.Milliseconds(bareTimes.P50)} / {Figure.Milliseconds(bareTimes.P99)}"),
            new Figure(Title, "Through the pool, p50 / p99", $"{Figure.Milliseconds(pooledTimes.P50)} / {Figure.Milliseconds(pooledTimes.P99)}") { Ratio = Figure.Times(pooledTimes.P50 / bareTimes.P50, "the SDK's client") },
            new Figure(Title, "Added by the pool, p50", Figure.Milliseconds(p50)) { Ratio = Figure.Times(p50 / bareTimes.P50, "the SDK's client") }.Against("<= 0.2 ms", p50 <= 0.2),
            new Figure(Title, "Added by the pool, p99", Figure.Milliseconds(p99)) { Ratio = Figure.Times(p99 / bareTimes.P99, "the SDK's client") }.Against("<= 1 ms", p99 <= 1),
        ];
    }

    private static async Task InTurnsAsync(McpClient bare, McpPool pool, int calls, Samples bareTimes, Samples pooledTimes, CancellationToken cancellationToken)
    {
        var call = new ToolCall { RunId = "benchmark", StepKey = "1.0", Server = "oci", Tool = Tool, Arguments = NoArguments, TimeLimit = TimeSpan.FromSeconds(30) };
        for (var i = 0; i < calls; i++)
        {
            // Whoever comes second finds the processor awake: they take turns at that too.
            if (i % 2 == 0)
                await DirectAsync();
            await ThroughPoolAsync();
            if (i % 2 != 0)
                await DirectAsync();
        }

        async Task DirectAsync()
        {
            var start = TimeProvider.System.GetTimestamp();
            var result = await bare.CallToolAsync(Tool, new Dictionary<string, object?>(), cancellationToken: cancellationToken);
            bareTimes.AddSince(start);
            Check(result.IsError != true);
        }

        async Task ThroughPoolAsync()
        {
            var start = TimeProvider.System.GetTimestamp();
            var result = await pool.CallAsync(call, progress: null, cancellationToken);
            pooledTimes.AddSince(start);
            Check(result is { IsSuccess: true, Value.IsError: false });
        }
    }

    private static void Check(bool answered)
    {
        if (!answered)
            throw new InvalidOperationException("The server refused a ping.");
    }

    // With the environment that the pool gives its servers.
    private static StdioClientTransport Bare(Workspace workspace) => new(new StdioClientTransportOptions
    {
        Command = workspace.OciServerExecutable,
        InheritEnvironmentVariables = false,
        EnvironmentVariables = new Dictionary<string, string?>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH"),
            ["HOME"] = Environment.GetEnvironmentVariable("HOME"),
        },
    });

    private static McpServersConfig Pooled(Workspace workspace) => new(
        [new McpServerConfig { Id = "oci", Transport = "stdio", Command = workspace.OciServerExecutable }]);
}
