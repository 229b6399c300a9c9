using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Coordinator.Http.Telemetry;

/// <summary>Traces begin with a delivery. Our own calls that belong to none (health checks, listing tools) would be one trace each, day and night.</summary>
internal sealed class WorkSampler : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind == ActivityKind.Client ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
}
