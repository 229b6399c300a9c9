using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;
using Coordinator.TestKit.Telemetry;

namespace Coordinator.LocalHost.Tests.Process;

/// <summary>Two real processes, the host and its MCP server, send their spans to one collector.</summary>
public sealed class When_a_collector_listens : DataFolders
{
    private const string SigningSecret = "collector-signing-secret";
    private const string ModelKey = "sk-ant-collector-0123456789abcdef";
    private const string Ts = "1790000000.000100";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_show_slack_event_run_model_and_tool_as_one_trace_down_to_the_servers_span()
    {
        await using var slack = await SlackStub.StartAsync(cancellationToken: Token);
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Says("Fourteen."));
        model.Enqueue(ModelReply.Asks(StubCall.Of("oci_compute_list_instances", new { })));
        await using var collector = await OtlpCollector.StartAsync(Token);
        await using var host = await HostProcess.StartAsync(Data, Settings(slack, model, collector));
        using var ours = new Activity("of the tests").Start();

        await DeliverAsync(host, "how many instances does sales have, and is PASSWORD=hunter22 safe?");

        var run = await collector.Spans.WaitForAsync(span => span.Name == "invoke_agent coordinator");
        var served = await collector.Spans.WaitForAsync(span => span.Service == "oci-unified" && span.Name.StartsWith("tools/call", StringComparison.Ordinal));
        var delivered = await collector.Spans.WaitForAsync(span => span.Name == "POST /slack/events");
        await collector.Spans.WaitForAsync(span => span.Name == "turn 2");
        var spans = collector.Spans.All.ToLookup(span => span.TraceId)[delivered.TraceId].ToList();
        Assert.Equal(("", delivered.SpanId), (delivered.ParentId, run.ParentId));
        Assert.Equal("Answered", run.Attributes["coordinator.run.status"]);

        var called = Single(spans, "execute_tool oci_compute_list_instances");
        Assert.Equal((delivered.SpanId, called.SpanId), (called.ParentId, served.ParentId));
        Assert.Equal(("execute_tool", "oci_compute_list_instances", "oci-unified", $"slack-T100-C100-{Ts}"), (
            called.Attributes["gen_ai.operation.name"], called.Attributes["gen_ai.tool.name"], called.Attributes["mcp.server.id"], called.Attributes["coordinator.run.id"]));

        var turn = Single(spans, "turn 1");
        var asked = spans.First(span => span.ParentId == turn.SpanId && span.Name.StartsWith("chat ", StringComparison.Ordinal));
        Assert.Equal(("chat", "12", "7"), (asked.Attributes["gen_ai.operation.name"], asked.Attributes["gen_ai.usage.input_tokens"], asked.Attributes["gen_ai.usage.output_tokens"]));
        Assert.Equal(delivered.TraceId, (await host.GetAsync($"/runs/slack-T100-C100-{Ts}")).GetProperty("trace_id").GetString());

        // No content unless asked for.
        Assert.DoesNotContain(spans.SelectMany(span => span.Attributes.Values), value => value.Contains("instances does sales", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_show_content_without_secrets_if_asked_for_and_nothing_of_our_own_calls()
    {
        await using var slack = await SlackStub.StartAsync(cancellationToken: Token);
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Fails(401) with { ErrorMessage = $"the key {ModelKey} is wrong" });
        await using var collector = await OtlpCollector.StartAsync(Token);
        var settings = Settings(slack, model, collector);
        settings["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true";
        await using var host = await HostProcess.StartAsync(Data, settings);

        await DeliverAsync(host, "how is sales doing, and is PASSWORD=hunter22 safe?");

        var asked = await collector.Spans.WaitForAsync(span => span.Name.StartsWith("chat ", StringComparison.Ordinal));
        await collector.Spans.WaitForAsync(span => span.Name == "invoke_agent coordinator");
        Assert.Contains("how is sales doing", asked.Attributes["gen_ai.input.messages"], StringComparison.Ordinal);
        Assert.All(collector.Spans.All, span =>
        {
            Assert.DoesNotContain(span.Attributes.Values.Append(span.Error ?? ""), value => value.Contains("hunter22", StringComparison.Ordinal) || value.Contains(ModelKey, StringComparison.Ordinal));
            Assert.False(span.ParentId.Length == 0 && span.Service == "coordinator" && span.Name != "POST /slack/events", $"'{span.Name}' is a trace of its own.");
        });
    }

    [Fact]
    public async Task Should_send_the_same_to_azure_monitor()
    {
        await using var slack = await SlackStub.StartAsync(cancellationToken: Token);
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Says("Fine."));
        await using var collector = await OtlpCollector.StartAsync(Token);
        var settings = Settings(slack, model, collector);
        settings.Remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        settings["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint={collector.Url}/";
        // The exporter's report on itself would go to Microsoft.
        settings["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true";
        await using var host = await HostProcess.StartAsync(Data, settings);

        await DeliverAsync(host, "how are you?");

        var run = await collector.Tracked.WaitForAsync(item => Is(item, "RemoteDependency", "invoke_agent coordinator"));
        Assert.Equal((await host.GetAsync($"/runs/slack-T100-C100-{Ts}")).GetProperty("trace_id").GetString(), run.GetProperty("tags").GetProperty("ai.operation.id").GetString());
        await collector.Tracked.WaitForAsync(item => Is(item, "Request", "POST /slack/events"));
    }

    [Fact]
    public async Task Should_not_wait_for_a_collector_that_is_away()
    {
        await using var slack = await SlackStub.StartAsync(cancellationToken: Token);
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Says("Fine."));
        await using var collector = await OtlpCollector.StartAsync(Token);
        var settings = Settings(slack, model, collector);
        await collector.DisposeAsync();
        await using var host = await HostProcess.StartAsync(Data, settings);

        await DeliverAsync(host, "how are you?");

        await host.Output.WaitForAsync(line => line.Contains($"run_finished run_id=slack-T100-C100-{Ts} status=Answered", StringComparison.Ordinal));
        NeedsUnix();
        await host.TerminateAsync();
        Assert.Equal(0, await host.ExitAsync());
    }

    private static bool Is(JsonElement item, string kind, string name) =>
        item.GetProperty("name").GetString() == kind && item.GetProperty("data").GetProperty("baseData").TryGetProperty("name", out var named) && named.GetString() == name;

    private static OtlpSpan Single(IReadOnlyList<OtlpSpan> spans, string name)
    {
        var found = spans.Where(span => span.Name == name).ToList();
        Assert.True(found.Count == 1, $"{found.Count} of '{name}' among {string.Join(", ", spans.Select(span => span.Name))}");
        return found[0];
    }

    private static Dictionary<string, string> Settings(SlackStub slack, ModelStub model, OtlpCollector collector) => new(collector.Settings)
    {
        ["OCI_UNIFIED_ENABLED"] = "true",
        ["SLACK_BOT_TOKEN"] = "xoxb-collector",
        ["SLACK_SIGNING_SECRET"] = SigningSecret,
        ["SLACK_API_URL"] = slack.Url,
        ["ANTHROPIC_API_KEY"] = ModelKey,
        ["ANTHROPIC_BASE_URL"] = model.AnthropicUrl.ToString(),
    };

    private static async Task DeliverAsync(HostProcess host, string text)
    {
        var payload = SlackPayloads.AppMention(new SlackMessageEvent(text, Ts));
        using var request = new SlackSigner(SigningSecret).Sign(payload, TimeProvider.System.GetUtcNow()).ToMessage("/slack/events");
        using var response = await host.Http.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
