using System.Collections.Concurrent;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Resilience.ModelFallback;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Resilience.ModelLimits;

/// <summary>What stands around every call of the model: a place in partition <c>llm</c>, and the provider's rate, both shared by all instances.</summary>
public sealed partial class ModelGuard(Bulkheads bulkheads, ProviderFallback fallback, IStateStore store, ModelRateOptions options, TimeProvider time, ILogger<ModelGuard> logger)
{
    /// <summary>A rate of which nothing is heard for so long is full again.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    /// <summary>All who wait for the same moment come back spread over this time.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(1);

    private readonly ModelCallCounter _counter = new();
    private readonly ConcurrentDictionary<string, ModelCallCounter> _counters = new(StringComparer.Ordinal);

    public ModelUse Use => _counter.Current;

    /// <summary>Of one provider.</summary>
    public ModelUse UseOf(string provider) => CounterOf(provider).Current;

    /// <param name="models">At least one.</param>
    public async Task<Outcome<ModelAnswer>> AskAsync(ModelList models, ModelQuestion question, IProgress<string> deltas, BulkheadEntry entry, CancellationToken cancellationToken)
    {
        var pass = await EnterAsync(entry, cancellationToken);
        if (pass.Permit is not { } permit)
        {
            if (pass.Failure!.Queue is null)
            {
                _counter.GivenUp();
            }

            return pass.Failure;
        }

        using (permit)
        {
            return await fallback.AskAsync(models, deltas, (model, shown, token) => AskOneAsync(model, question, shown, token), cancellationToken);
        }
    }

    /// <summary>
    /// Asks beside the line, since whoever wants to know how the provider is wants to know it just when the line is full. It is taken from the provider's rate but not held back by it,
    /// a pause that the provider asks for holds for all, and it is not among the figures of model calls, which are those of runs.
    /// </summary>
    public async Task<Outcome<ModelAnswer>> PingAsync(IModel model, ModelQuestion question, CancellationToken cancellationToken)
    {
        await TakeAsync(model.Provider, cancellationToken);
        var answer = await model.AskAsync(question, null, cancellationToken);
        await NoteAsync(model, answer);
        return answer;
    }

    /// <summary>As it is stored now.</summary>
    public async Task<ModelRate> ReadAsync(string provider, CancellationToken cancellationToken) =>
        ModelRate.Deserialize((await store.ReadAsync(ModelRate.KeyOf(provider), cancellationToken))?.Value);

    private async Task<BulkheadPass> EnterAsync(BulkheadEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await bulkheads.EnterAsync(bulkheads.Plan.Model, entry, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await bulkheads.LeaveAsync(bulkheads.Plan.Model, entry, CancellationToken.None);
            throw;
        }
    }

    private async Task<Outcome<ModelAnswer>> AskOneAsync(IModel model, ModelQuestion question, IProgress<string> deltas, CancellationToken cancellationToken) =>
        await TakeAsync(model.Provider, cancellationToken) is var (wait, isPaused)
            ? new Failure(FailureClass.HeldBack, $"The rate of requests to the model provider ({model.Provider}) is used up for now.")
            {
                Code = isPaused ? FallbackPolicy.Paused : null,
                RetryAfter = wait + (Spread * Random.Shared.NextDouble()),
            }
            : await SendAsync(model, question, deltas, cancellationToken);

    private async Task<Outcome<ModelAnswer>> SendAsync(IModel model, ModelQuestion question, IProgress<string> deltas, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var answer = await model.AskAsync(question, deltas, cancellationToken);
        var took = time.GetElapsedTime(start);
        _counter.Ended(took, answer.Failure);
        CounterOf(model.Provider).Ended(took, answer.Failure);
        await NoteAsync(model, answer);
        return answer;
    }

    /// <summary>What the answer says of the provider's rate.</summary>
    private async Task NoteAsync(IModel model, Outcome<ModelAnswer> answer)
    {
        if (answer.IsSuccess)
        {
            await ChangeAsync(model.Provider, rate => ModelRatePolicy.Used(rate, answer.Value.InputTokens + answer.Value.OutputTokens, options, time.GetUtcNow()), options.TokensPerMinute > 0);
        }
        else if (answer.Failure is { Class: FailureClass.RateLimited or FailureClass.Overloaded, RetryAfter: { } retryAfter })
        {
            await ChangeAsync(model.Provider, rate => ModelRatePolicy.Refused(rate, retryAfter, time.GetUtcNow()), options.IsOn);
        }
    }

    /// <summary>Null: it may be asked.</summary>
    private async Task<(TimeSpan Wait, bool IsPaused)?> TakeAsync(string provider, CancellationToken cancellationToken)
    {
        if (!options.IsOn)
        {
            return null;
        }

        TimeSpan? wait = null;
        var isPaused = false;
        try
        {
            await store.UpdateAsync(
                ModelRate.KeyOf(provider),
                json =>
                {
                    var rate = ModelRate.Deserialize(json);
                    isPaused = rate.PausedUntil > time.GetUtcNow();
                    (var taken, wait) = ModelRatePolicy.Take(rate, options, time.GetUtcNow());
                    return wait is null && options.RequestsPerMinute > 0 ? taken.Serialize() : null;
                },
                KeptFor,
                cancellationToken);
        }
        catch (StateStoreException exception)
        {
            LogNotKept(provider, exception);
        }

        return wait is { } span ? (span, isPaused) : null;
    }

    private ModelCallCounter CounterOf(string provider) => _counters.GetOrAdd(provider, _ => new ModelCallCounter());

    /// <summary>The answer is there: nothing that goes wrong here may lose it.</summary>
    private async Task ChangeAsync(string provider, Func<ModelRate, ModelRate> change, bool isCounted)
    {
        if (!options.IsOn || !isCounted)
        {
            return;
        }

        try
        {
            await store.UpdateAsync(ModelRate.KeyOf(provider), json => change(ModelRate.Deserialize(json)).Serialize(), KeptFor, CancellationToken.None);
        }
        catch (StateStoreException exception)
        {
            LogNotKept(provider, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "llm_rate_not_kept provider={Provider} calls go through as long as the state store fails")]
    private partial void LogNotKept(string provider, Exception exception);
}
