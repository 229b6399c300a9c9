using Coordinator.Core.Models;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Resilience.ModelFallback;
using Coordinator.Core.Resilience.ModelLimits;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Resilience;

/// <summary><c>GET /llm/metrics</c> (runbook 2.1).</summary>
internal sealed class ModelMetricsEndpoint(ModelGuard guard, ProviderCircuits circuits, Bulkheads bulkheads, ModelRateOptions options, TimeProvider time, ModelList models)
{
    public async Task<IResult> GetAsync(HttpRequest request)
    {
        var cancellationToken = request.HttpContext.RequestAborted;
        var line = await bulkheads.ReadAsync(bulkheads.Plan.Model, cancellationToken);
        var providers = await Task.WhenAll(models.All.Select(served => ReadAsync(served, cancellationToken)));
        var (first, use) = (providers.FirstOrDefault(), guard.Use);
        return WebJson.Ok(new
        {
            first?.Provider,
            first?.Model,
            RateLimiting = options.IsOn,
            CurrentQueueSize = line.Waiting,
            ActiveCount = line.Active,
            MaxConcurrent = line.Limit,
            WaitSeconds = line.Partition.WaitFor.TotalSeconds,
            options.RequestsPerMinute,
            options.TokensPerMinute,
            first?.PausedUntil,
            TotalRequests = use.Requests,
            use.Completed,
            use.Failed,
            TimeoutCount = use.Timeouts,
            AvgWaitTimeMs = Math.Round(line.Count.AverageWait.TotalMilliseconds, 1),
            AvgExecutionTimeMs = Milliseconds(use.AverageRun),
            P50Ms = Milliseconds(use.P50),
            P95Ms = Milliseconds(use.P95),
            Providers = providers,
        });
    }

    private async Task<ProviderView> ReadAsync(ServedModel served, CancellationToken cancellationToken)
    {
        var provider = served.Model.Provider;
        var circuit = models.HasFallback ? await circuits.ReadAsync(provider, cancellationToken) : Circuit.Closed;
        var paused = (await guard.ReadAsync(provider, cancellationToken)).PausedUntil;
        var isSkipped = circuit.Status != CircuitStatus.Closed;
        paused = paused > time.GetUtcNow() ? paused : null;
        var use = guard.UseOf(provider);
        return new ProviderView(
            provider, served.Model.Name, isSkipped ? "skipped" : paused is null ? "ready" : "paused", isSkipped ? circuit.RetryAt : null, paused, isSkipped ? circuit.Error : null,
            use.Requests, use.Completed, use.Failed, use.Timeouts, Milliseconds(use.P95));
    }

    private static double? Milliseconds(TimeSpan? span) => span is { } value ? Math.Round(value.TotalMilliseconds, 1) : null;

    /// <summary>One of the providers, in the order in which they are asked.</summary>
    /// <param name="State"><c>ready</c>, <c>skipped</c> (it failed; another is asked meanwhile) or <c>paused</c> (its Retry-After).</param>
    private sealed record ProviderView(
        string Provider, string Model, string State, DateTimeOffset? SkippedUntil, DateTimeOffset? PausedUntil, string? Error, long Requests, long Completed, long Failed, long TimeoutCount, double? P95Ms);
}
