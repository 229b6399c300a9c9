using Coordinator.Core.Models;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Resilience.ModelLimits;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Resilience;

/// <summary><c>GET /llm/metrics</c> (runbook 2.1).</summary>
internal sealed class ModelMetricsEndpoint(ModelGuard guard, Bulkheads bulkheads, ModelRateOptions options, TimeProvider time, IModel? model = null)
{
    public async Task<IResult> GetAsync(HttpRequest request)
    {
        var cancellationToken = request.HttpContext.RequestAborted;
        var line = await bulkheads.ReadAsync(bulkheads.Plan.Model, cancellationToken);
        var paused = model is null ? null : (await guard.ReadAsync(model.Provider, cancellationToken)).PausedUntil;
        var use = guard.Use;
        return WebJson.Ok(new
        {
            model?.Provider,
            Model = model?.Name,
            RateLimiting = options.IsOn,
            CurrentQueueSize = line.Waiting,
            ActiveCount = line.Active,
            MaxConcurrent = line.Limit,
            WaitSeconds = line.Partition.WaitFor.TotalSeconds,
            options.RequestsPerMinute,
            options.TokensPerMinute,
            PausedUntil = paused > time.GetUtcNow() ? paused : null,
            TotalRequests = use.Requests,
            use.Completed,
            use.Failed,
            TimeoutCount = use.Timeouts,
            AvgWaitTimeMs = Math.Round(line.Count.AverageWait.TotalMilliseconds, 1),
            AvgExecutionTimeMs = Milliseconds(use.AverageRun),
            P50Ms = Milliseconds(use.P50),
            P95Ms = Milliseconds(use.P95),
        });
    }

    private static double? Milliseconds(TimeSpan? span) => span is { } value ? Math.Round(value.TotalMilliseconds, 1) : null;
}
