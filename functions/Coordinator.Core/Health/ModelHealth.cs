using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Resilience.ModelFallback;

namespace Coordinator.Core.Health;

/// <summary>Does the provider of the model answer? Where there are several: which of them does, and is it the one that should?</summary>
public sealed class ModelHealth(ModelList models, ProviderCircuits circuits, TimeProvider time) : IHealthProbe
{
    /// <summary>Half of what a check has: one provider that hangs must not hide that another answers.</summary>
    private static readonly TimeSpan OneOfSeveralWithin = TimeSpan.FromSeconds(5);

    public string Component => "llm";

    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        if (models.All.All(served => served.Provider is null))
        {
            return CheckResult.NotConfigured("Workflows only. A provider's key, such as ANTHROPIC_API_KEY, adds a model for other questions.");
        }

        return models.HasFallback ? Together(await Task.WhenAll(models.All.Select(served => LookAsync(served, cancellationToken)))) : await AloneAsync(models.All[0], cancellationToken);
    }

    private static async Task<CheckResult> AloneAsync(ServedModel served, CancellationToken cancellationToken) => await served.Provider!.CheckAsync(cancellationToken) switch
    {
        null => CheckResult.Healthy(served.Name),
        { Class: FailureClass.RateLimited or FailureClass.Overloaded } busy => CheckResult.Degraded(busy.Message),
        var failure => CheckResult.Failed(failure),
    };

    private static CheckResult Together(IReadOnlyList<Seen> seen)
    {
        var ill = seen.Where(one => one.Failure is not null).ToList();
        if (ill.Count == seen.Count)
        {
            return CheckResult.Failed(FallbackPolicy.Together([.. ill.Select(one => one.Failure!)]));
        }

        var answering = seen.First(one => one.Failure is null).Name;
        var reasons = string.Join(' ', ill.Select(one => ErrorText.EndWithStop($"{one.Name}: {one.Failure!.Message}")));
        return seen[0].Failure is not null ? CheckResult.Degraded($"{answering} answers instead of {seen[0].Name}. {reasons}")
            : CheckResult.Healthy(ill.Count == 0 ? $"{answering}; {string.Join(", ", seen.Skip(1).Select(one => one.Name))} can take over" : $"{answering}; cannot take over: {reasons}");
    }

    /// <summary>A provider that lists its models may still fail each question: what the last question met counts as well.</summary>
    private async Task<Seen> LookAsync(ServedModel served, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(OneOfSeveralWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var failure = served.Provider is null ? null : await served.Provider.CheckAsync(either.Token);
            return new Seen(served.Name, failure ?? await SkippedAsync(served, cancellationToken));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Seen(served.Name, new Failure(FailureClass.Timeout, $"No answer within {OneOfSeveralWithin.TotalSeconds:0} s."));
        }
    }

    private async Task<Failure?> SkippedAsync(ServedModel served, CancellationToken cancellationToken) =>
        await circuits.ReadAsync(served.Model.Provider, cancellationToken) is { Status: not CircuitStatus.Closed } circuit ? new Failure(FailureClass.Unavailable, circuit.Error ?? "It failed a moment ago.") : null;

    private sealed record Seen(string Name, Failure? Failure);
}
