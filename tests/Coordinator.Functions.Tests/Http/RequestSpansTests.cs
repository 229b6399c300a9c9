using System.Collections.Immutable;
using System.Diagnostics;
using Coordinator.Core.Telemetry;
using Coordinator.Functions.Http;
using Microsoft.Azure.Functions.Worker;

namespace Coordinator.Functions.Tests.Http;

/// <summary>As the worker calls a function: in no span, with the one of the host in the call's trace context.</summary>
public sealed class RequestSpansTests : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string HostSpan = "b7ad6b7169203331";

    private readonly ActivityListener _listener = new() { ShouldListenTo = source => source.Name == RunTrace.SourceName, Sample = (ref _) => ActivitySamplingResult.PropagationData };

    public RequestSpansTests() => ActivitySource.AddActivityListener(_listener);

    [Fact]
    public async Task Function_OfARequest_IsCarriedOutInTheHostsTrace()
    {
        var span = await SpanOfAsync(new Called("SlackEvents", "httpTrigger", $"00-{TraceId}-{HostSpan}-00"));
        Assert.Equal((TraceId, HostSpan, "function SlackEvents"), (span?.TraceId.ToHexString(), span?.ParentSpanId.ToHexString(), span?.DisplayName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task Function_OfARequestWithoutATrace_BeginsOne(string traceParent)
    {
        var span = await SpanOfAsync(new Called("Chat", "httpTrigger", traceParent));
        Assert.NotNull(span);
        Assert.Equal(default, span.ParentSpanId);
    }

    [Theory]
    [InlineData("HealthLive", "httpTrigger")]
    [InlineData("Metrics", "httpTrigger")]
    [InlineData("EveryMinute", "timerTrigger")]
    [InlineData("CallTool", "activityTrigger")]
    public async Task Function_OfAMachine_HasNoSpan(string name, string trigger) =>
        Assert.Null(await SpanOfAsync(new Called(name, trigger, $"00-{TraceId}-{HostSpan}-01")));

    public void Dispose() => _listener.Dispose();

    private static async Task<Activity?> SpanOfAsync(FunctionContext context)
    {
        Activity.Current = null;
        Activity? seen = null;
        await RequestSpans.InvokeAsync(context, () =>
        {
            seen = Activity.Current;
            return Task.CompletedTask;
        });
        Assert.Null(Activity.Current);
        return seen;
    }

    private sealed class Called(string name, string trigger, string traceParent) : FunctionContext
    {
        public override string InvocationId => "1";

        public override string FunctionId => name;

        public override TraceContext TraceContext { get; } = new Traced(traceParent);

        public override BindingContext BindingContext => throw new NotSupportedException();

        public override RetryContext RetryContext => throw new NotSupportedException();

        public override IServiceProvider InstanceServices { get; set; } = null!;

        public override FunctionDefinition FunctionDefinition { get; } = new Defined(name, trigger);

        public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

        public override IInvocationFeatures Features => throw new NotSupportedException();
    }

    private sealed class Traced(string traceParent) : TraceContext
    {
        public override string TraceParent => traceParent;

        public override string TraceState => "";
    }

    private sealed class Defined(string name, string trigger) : FunctionDefinition
    {
        public override string Name => name;

        public override string Id => name;

        public override string EntryPoint => "";

        public override string PathToAssembly => "";

        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } = ImmutableDictionary<string, BindingMetadata>.Empty.Add("in", new Bound(trigger));

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
    }

    private sealed class Bound(string type) : BindingMetadata
    {
        public override string Name => "in";

        public override string Type => type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
