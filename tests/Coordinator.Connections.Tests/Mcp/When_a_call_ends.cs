using System.Text.Json;
using Coordinator.Connections.Mcp;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;
using ModelContextProtocol.Protocol;

namespace Coordinator.Connections.Tests.Mcp;

/// <summary>Answers and errors of a server that is well, over stdio.</summary>
public sealed class When_a_call_ends : IAsyncLifetime
{
    private readonly PoolUnderTest _pool = new(PoolUnderTest.Stdio());

    public async ValueTask InitializeAsync() => await _pool.ConnectAsync();

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    [Fact]
    public async Task Should_keep_text_structured_content_and_the_effect_key()
    {
        var outcome = await _pool.CallAsync("echo", new { text = "hello" }, effectKey: "run-1:1.0");

        var result = outcome.Value!;
        Assert.Equal("hello", result.Text);
        Assert.False(result.IsError);
        Assert.Equal("hello", result.Structured!.Value.GetProperty("text").GetString());
        Assert.Equal("run-1:1.0", result.Structured.Value.GetProperty("meta").GetProperty("coordinator/effectKey").GetString());
    }

    /// <summary>Defect 27 of the original: it took the first text and dropped the rest.</summary>
    [Fact]
    public void Defect27_Should_keep_every_part_of_a_result()
    {
        var result = new CallToolResult { Content = [new TextContentBlock { Text = "one" }, new ResourceLinkBlock { Name = "log", Uri = "file:///log" }, new TextContentBlock { Text = "two" }] };

        Assert.Equal("one\n\n[resource file:///log]\n\ntwo", McpResults.Read("db", "look", result).Value!.Text);
    }

    /// <summary>Defect 27 of the original: it never said that it was initialized, and strict servers then answer nothing.</summary>
    [Fact]
    public async Task Defect27_Should_say_that_it_is_initialized_before_anything_else()
    {
        var received = (await _pool.AskAsync("received")).Text.Split(',');

        Assert.Equal("notifications/initialized", received[Array.IndexOf(received, "initialize") + 1]);
    }

    [Fact]
    public async Task Should_give_an_error_result_as_a_result()
    {
        var plain = await _pool.AskAsync("fail");
        var detailed = await _pool.AskAsync("fail_with_details");

        Assert.True(plain.IsError);
        Assert.Equal("It did not work.", plain.Text);
        Assert.Null(plain.Structured);
        Assert.True(detailed.IsError);
        Assert.Equal(429, detailed.Structured!.Value.GetProperty("error").GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData(-32602, FailureClass.Validation, false)]
    [InlineData(-32601, FailureClass.Validation, false)]
    [InlineData(-32600, FailureClass.Validation, false)]
    [InlineData(-32700, FailureClass.Validation, false)]
    [InlineData(-32021, FailureClass.Protocol, false)]
    [InlineData(-32042, FailureClass.Denied, false)]
    [InlineData(-32001, FailureClass.Timeout, true)]
    [InlineData(-32603, FailureClass.ServerError, true)]
    [InlineData(-32000, FailureClass.ServerError, true)]
    [InlineData(17, FailureClass.ServerError, true)]
    public async Task Should_tell_a_refusal_from_an_error_half_way(int code, FailureClass expected, bool maybeExecuted)
    {
        var failure = await _pool.FailAsync("rpc_error", new { code, message = "because" });

        Assert.Equal((expected, maybeExecuted, $"{code}"), (failure.Class, failure.MaybeExecuted, failure.Code));
        Assert.Contains("because", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_treat_an_unknown_tool_as_refused_and_keep_the_session()
    {
        var before = await _pool.AskAsync("process");

        var failure = await _pool.FailAsync("no_such_tool");

        Assert.Equal((FailureClass.Validation, false), (failure.Class, failure.MaybeExecuted));
        Assert.Equal(before.Text, (await _pool.AskAsync("process")).Text);
    }

    [Fact]
    public async Task Should_count_an_answer_that_is_no_result_as_executed_and_keep_the_session()
    {
        var before = await _pool.AskAsync("process");

        var failure = await _pool.FailAsync("wrong_result");

        Assert.Equal((FailureClass.Protocol, true), (failure.Class, failure.MaybeExecuted));
        Assert.Equal("", (await _pool.AskAsync("no_result")).Text);
        Assert.Equal(before.Text, (await _pool.AskAsync("process")).Text);
    }

    [Fact]
    public async Task Should_take_ten_megabytes_and_refuse_more_than_twenty()
    {
        var result = await _pool.AskAsync("big", new { megabytes = 10 });
        var failure = await _pool.FailAsync("big", new { megabytes = 21 });

        Assert.Equal(10 * 1024 * 1024, result.Text.Length);
        Assert.Equal((FailureClass.Protocol, true), (failure.Class, failure.MaybeExecuted));
        Assert.Contains("21 MB; the limit is 20 MB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_refuse_an_argument_that_is_given_twice_without_sending_it()
    {
        using var twice = JsonDocument.Parse("""{"name": "a", "name": "b"}""");

        var failure = await _pool.FailAsync("echo", twice.RootElement);

        Assert.Equal((FailureClass.Validation, false), (failure.Class, failure.MaybeExecuted));
        Assert.DoesNotContain("tools/call", (await _pool.AskAsync("received")).Text.Split(',')[..^1]);
    }

    [Fact]
    public async Task Should_send_arguments_as_they_are()
    {
        const string arguments = """{"list":[1,{"deep":null}],"text":"ä \"q\"","flag":true,"number":1e3}""";
        using var parsed = JsonDocument.Parse(arguments);

        using var received = JsonDocument.Parse((await _pool.AskAsync("args", parsed.RootElement)).Text);

        Assert.True(JsonElement.DeepEquals(parsed.RootElement, received.RootElement), received.RootElement.GetRawText());
    }

    [Fact]
    public async Task Should_forward_progress()
    {
        var progress = new Collected();
        using var stop = new CancellationTokenSource();
        var call = _pool.CallAsync("progress", new { steps = 3, then = "hang" }, progress: progress, cancellationToken: stop.Token);

        await Eventually.TrueAsync(() => progress.Items.Count == 3, "three steps");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(["step 1", "step 2", "step 3"], progress.Items.OrderBy(step => step.Progress).Select(step => step.Message));
        Assert.All(progress.Items, step => Assert.Equal(3, step.Total));
    }

    [Fact]
    public async Task Should_decline_a_question_with_a_reason()
    {
        var answer = JsonDocument.Parse((await _pool.AskAsync("ask")).Text).RootElement;

        Assert.Equal("decline", answer.GetProperty("action").GetString());
        Assert.Contains("unattended", answer.GetProperty("_meta").GetProperty("coordinator/reason").GetString(), StringComparison.Ordinal);
        Assert.Contains(_pool.Logs.All, line => line.Contains("elicitation_declined server=awkward message=Which one?", StringComparison.Ordinal));
    }

    private sealed class Collected : IProgress<ToolProgress>
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<ToolProgress> _items = new();

        public IReadOnlyList<ToolProgress> Items => [.. _items];

        public void Report(ToolProgress value) => _items.Enqueue(value);
    }
}
