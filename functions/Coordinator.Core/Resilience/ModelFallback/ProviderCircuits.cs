using Coordinator.Core.Failures;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Resilience.ModelFallback;

/// <summary>
/// Which providers are skipped for now, by all instances: a circuit for each, that the first failure opens, as somebody else can answer meanwhile and a time-out costs minutes.
/// They are only looked at where there is a fallback.
/// </summary>
public sealed class ProviderCircuits(IStateStore store, BreakerOptions breaker, ProcessIdentity process, TimeProvider time, ILogger<Circuits> logger)
{
    private readonly Circuits _circuits = new(store, new BreakerOptions { Threshold = 1, OpenFor = breaker.OpenFor }, process, time, logger);

    /// <param name="timeLimit">Of a call that probes.</param>
    public ValueTask<CircuitPass> EnterAsync(string provider, TimeSpan timeLimit, CancellationToken cancellationToken) =>
        _circuits.EnterAsync(NameOf(provider), CallKind.Read, timeLimit, cancellationToken);

    /// <param name="failure">Null: it ended well.</param>
    public Task ReportAsync(CircuitPass pass, Failure? failure, CancellationToken cancellationToken) =>
        _circuits.ReportAsync(pass, failure is null ? null : failure with { Class = ClassOf(failure) }, cancellationToken);

    public async Task<Circuit> ReadAsync(string provider, CancellationToken cancellationToken) =>
        (await _circuits.ReadAsync(NameOf(provider), cancellationToken)).Read;

    /// <summary>
    /// What it is to a circuit. A key that is refused or a model that is gone is no better in a moment, other than with a tool server; a request that was refused for its content shows that the provider is well.
    /// </summary>
    private static FailureClass ClassOf(Failure failure) =>
        FallbackPolicy.IsSkipped(failure) ? FailureClass.Unavailable
        : failure.Class is FailureClass.Validation or FailureClass.Denied ? failure.Class
        : FailureClass.HeldBack;

    private static string NameOf(string provider) => $"llm:{provider}";
}
