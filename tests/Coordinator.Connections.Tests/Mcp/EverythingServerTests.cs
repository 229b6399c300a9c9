using System.Collections.Concurrent;
using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;

namespace Coordinator.Connections.Tests.Mcp;

/// <summary>Against the real <c>@modelcontextprotocol/server-everything</c>.</summary>
public abstract class EverythingServerTests(string transport) : IAsyncLifetime
{
    private EverythingServer? _server;
    private PoolUnderTest? _pool;

    private PoolUnderTest Pool => _pool!;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("COORDINATOR_EVERYTHING_SECRET", "never-show-this");
        _server = await EverythingServer.StartAsync(transport);
        _pool = new PoolUnderTest(_server.Config);
    }

    public async ValueTask DisposeAsync()
    {
        if (_pool is not null)
        {
            await _pool.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Should_list_tools_with_schema_and_annotations()
    {
        var tools = await Pool.ListAsync();

        var weather = tools.Single(tool => tool.Name == "get-structured-content");
        Assert.Equal((true, false, true), (weather.ReadOnlyHint, weather.DestructiveHint, weather.IdempotentHint));
        Assert.Equal("object", weather.InputSchema.GetProperty("type").GetString());
        Assert.NotNull(weather.OutputSchema);
        Assert.Contains(tools, tool => tool.Name == "trigger-elicitation-request");
        Assert.Equal(("connected", tools.Count), (Pool.Status.Status, Pool.Status.ToolCount));
    }

    [Fact]
    public async Task Should_echo() => Assert.Equal("Echo: hello", (await Pool.AskAsync("echo", new { message = "hello" })).Text);

    [Fact]
    public async Task Should_keep_structured_content()
    {
        var result = await Pool.AskAsync("get-structured-content", new { location = "Chicago" });

        Assert.Equal(36, result.Structured!.Value.GetProperty("temperature").GetInt32());
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(result.Text).RootElement, result.Structured.Value));
    }

    [Fact]
    public async Task Should_forward_progress_of_a_long_operation()
    {
        var progress = new Steps();

        var outcome = await Pool.CallAsync("trigger-long-running-operation", new { duration = 0.2, steps = 4 }, progress: progress);

        Assert.StartsWith("Long running operation completed.", outcome.Value!.Text, StringComparison.Ordinal);
        Assert.Contains(progress.All, step => step is { Progress: 1, Total: 4 });
    }

    [Fact]
    public async Task Should_cancel_and_go_on_with_the_same_session()
    {
        await Pool.ConnectAsync();
        var connectedAt = Pool.Status.ConnectedAt;
        using var stop = new CancellationTokenSource();
        var progress = new Steps();
        var call = Pool.CallAsync("trigger-long-running-operation", new { duration = 40, steps = 4000 }, progress: progress, cancellationToken: stop.Token);
        await Eventually.TrueAsync(() => !progress.All.IsEmpty, "it runs");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("Echo: still here", (await Pool.AskAsync("echo", new { message = "still here" })).Text);
        Assert.Equal(connectedAt, Pool.Status.ConnectedAt);
    }

    [Fact]
    public async Task Should_keep_a_tools_time_limit()
    {
        await Pool.ConnectAsync();

        var failure = await Pool.FailAsync("trigger-long-running-operation", new { duration = 40, steps = 1 }, within: TimeSpan.FromSeconds(1));

        Assert.Equal((FailureClass.Timeout, true), (failure.Class, failure.MaybeExecuted));
        Assert.Equal("Echo: x", (await Pool.AskAsync("echo", new { message = "x" })).Text);
    }

    [Fact]
    public async Task Should_decline_a_form()
    {
        var result = await Pool.AskAsync("trigger-elicitation-request");

        Assert.Contains("declined", result.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Pool.Logs.All, line => line.Contains("elicitation_declined server=everything", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_report_a_wrong_argument_and_an_unknown_tool_as_not_executed_or_as_the_tools_error()
    {
        var wrong = await Pool.CallAsync("echo", new { message = 5 });
        var unknown = await Pool.CallAsync("no-such-tool");

        Assert.All([wrong, unknown], outcome => Assert.True(
            outcome.IsSuccess ? outcome.Value.IsError : outcome.Failure is { Class: FailureClass.Validation, MaybeExecuted: false }));
    }

    [Fact]
    public async Task Should_show_none_of_our_environment()
    {
        var text = (await Pool.AskAsync("get-env")).Text;

        // Over HTTP the server is no child of the pool.
        if (transport == "stdio")
        {
            var names = JsonDocument.Parse(text).RootElement.EnumerateObject().Select(variable => variable.Name);
            Assert.Equal(["HOME", "PATH"], names.Order(StringComparer.Ordinal));
        }

        Assert.NotEqual("", text);
    }

    private sealed class Steps : IProgress<ToolProgress>
    {
        public ConcurrentQueue<ToolProgress> All { get; } = new();

        public void Report(ToolProgress value) => All.Enqueue(value);
    }
}

public sealed class EverythingOverStdioTests() : EverythingServerTests("stdio");

public sealed class EverythingOverHttpTests() : EverythingServerTests("http");
