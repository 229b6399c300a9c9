using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.TestKit.Slack;
using Coordinator.TestKit.Telemetry;

namespace Coordinator.LocalHost.Tests.Process;

/// <summary>Which traces leave: what the operator said decides, not who sent the message, nor where spans go.</summary>
public sealed class When_traces_are_sampled : DataFolders
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string NotKept = $"00-{TraceId}-b7ad6b7169203331-00";
    private const string Kept = $"00-{TraceId}-b7ad6b7169203331-01";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_record_a_message_whose_sender_does_not_record_its_own_trace()
    {
        await using var collector = await OtlpCollector.StartAsync(Token);
        await using var host = await HostProcess.StartAsync(Data, collector.Settings);

        Assert.Equal(TraceId, await ChatAsync(host, NotKept));

        var run = await collector.Spans.WaitForAsync(span => span.Name == "invoke_agent coordinator");
        Assert.Equal(TraceId, run.TraceId);
    }

    [Theory]
    [InlineData("always_off", null, Kept)]
    [InlineData("traceidratio", "0", Kept)]
    [InlineData("parentbased_traceidratio", "0", null)]
    [InlineData("parentbased_always_on", null, NotKept)]
    public async Task Should_record_nothing_that_the_operator_does_not_want(string sampler, string? argument, string? traceParent)
    {
        NeedsUnix();
        await using var collector = await OtlpCollector.StartAsync(Token);
        var settings = ToAzureMonitor(collector);
        settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url;
        settings["OTEL_TRACES_SAMPLER"] = sampler;
        if (argument is not null)
        {
            settings["OTEL_TRACES_SAMPLER_ARG"] = argument;
        }

        await using var host = await HostProcess.StartAsync(Data, settings);

        // It has an id all the same, for the log.
        Assert.Equal(32, (await ChatAsync(host, traceParent)).Length);

        await EndAsync(host);
        Assert.Empty(collector.Spans.All);
        Assert.DoesNotContain(collector.Tracked.All, IsSpan);
    }

    [Fact]
    public async Task Should_send_azure_monitor_all_of_a_message_and_nothing_of_our_own_calls()
    {
        NeedsUnix();
        await using var slack = await SlackStub.StartAsync(cancellationToken: Token);
        await using var collector = await OtlpCollector.StartAsync(Token);
        var settings = ToAzureMonitor(collector);
        (settings["SLACK_BOT_TOKEN"], settings["SLACK_SIGNING_SECRET"], settings["SLACK_API_URL"]) = ("xoxb-sampled", "sampled-signing-secret", slack.Url);
        await using var host = await HostProcess.StartAsync(Data, settings);
        await host.Output.WaitForAsync(line => line.Contains("health_changed component=slack", StringComparison.Ordinal));

        Assert.Equal(TraceId, await ChatAsync(host, NotKept));

        await EndAsync(host);
        var spans = collector.Tracked.All.Where(IsSpan).ToList();
        Assert.NotEmpty(spans);
        Assert.All(spans, span => Assert.Equal(TraceId, span.GetProperty("tags").GetProperty("ai.operation.id").GetString()));
    }

    private static bool IsSpan(JsonElement item) => item.GetProperty("name").GetString() is "Request" or "RemoteDependency";

    private static Dictionary<string, string> ToAzureMonitor(OtlpCollector collector)
    {
        var settings = new Dictionary<string, string>(collector.Settings)
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint={collector.Url}/",
            ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
        };
        settings.Remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        return settings;
    }

    /// <summary>The trace that the run belongs to.</summary>
    private static async Task<string> ChatAsync(HostProcess host, string? traceParent)
    {
        if (traceParent is not null)
        {
            host.Http.DefaultRequestHeaders.Add("traceparent", traceParent);
        }

        using var response = await host.Http.PostAsJsonAsync("/chat", new { message = "how are you?" }, Token);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        return (await host.GetAsync($"/runs/{answer.GetProperty("run_id").GetString()}")).GetProperty("trace_id").GetString() ?? "";
    }

    /// <summary>What it has recorded is sent by then.</summary>
    private static async Task EndAsync(HostProcess host)
    {
        await host.TerminateAsync();
        Assert.Equal(0, await host.ExitAsync());
    }
}
