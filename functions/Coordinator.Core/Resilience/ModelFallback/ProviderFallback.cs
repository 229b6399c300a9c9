using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.Core.Resilience.CircuitBreaker;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Resilience.ModelFallback;

/// <summary>Asks one model, within its rate.</summary>
public delegate Task<Outcome<ModelAnswer>> AskModel(IModel model, IProgress<string> deltas, CancellationToken cancellationToken);

/// <summary>
/// Asks the first provider that is well, and in the same attempt the next where one fails; those that are skipped come last, as a circuit chooses between providers and never keeps a run from its answer.
/// None is asked twice: whether there is another attempt is for <see cref="FailurePolicy"/>.
/// </summary>
public sealed partial class ProviderFallback(ProviderCircuits circuits, ILogger<ProviderFallback> logger)
{
    /// <summary>As long as a call takes at most by default: a probe that takes longer is not the only one any more.</summary>
    private static readonly TimeSpan ProbeEndsWithin = TimeSpan.FromMinutes(5);

    public async Task<Outcome<ModelAnswer>> AskAsync(ModelList models, IProgress<string> deltas, AskModel ask, CancellationToken cancellationToken)
    {
        if (!models.HasFallback)
        {
            return From(models.All[0], await ask(models.All[0].Model, deltas, cancellationToken));
        }

        var skipped = new List<ServedModel>();
        var failures = new List<Failure>();
        foreach (var served in models.All)
        {
            var pass = await circuits.EnterAsync(served.Model.Provider, ProbeEndsWithin, cancellationToken);
            if (!pass.IsAllowed)
            {
                skipped.Add(served);
            }
            else if (await TryAsync(models, served, pass, failures, deltas, ask, cancellationToken) is { } answer)
            {
                return answer;
            }
        }

        foreach (var served in skipped)
        {
            if (await TryAsync(models, served, null, failures, deltas, ask, cancellationToken) is { } answer)
            {
                return answer;
            }
        }

        return FallbackPolicy.Together(failures);
    }

    /// <summary>Null: it failed, and the next may be asked.</summary>
    private async Task<Outcome<ModelAnswer>?> TryAsync(
        ModelList models, ServedModel served, CircuitPass? pass, List<Failure> failures, IProgress<string> deltas, AskModel ask, CancellationToken cancellationToken)
    {
        var shown = new FirstWords(deltas);
        var answer = await AskAsync(served, pass, shown, ask, cancellationToken);
        if (answer.IsSuccess)
        {
            if (served != models.All[0])
            {
                LogFallback(served.Name, models.All[0].Name, failures.Count > 0 ? failures[0].Class.ToString() : "skipped", failures.Count > 0 ? failures[0].Message : "it failed a moment ago");
            }

            return From(served, answer);
        }

        failures.Add(answer.Failure);
        if (FallbackPolicy.FallsThrough(answer.Failure, shown.HaveCome))
        {
            return null;
        }

        return FallbackPolicy.Together(failures);
    }

    private async Task<Outcome<ModelAnswer>> AskAsync(ServedModel served, CircuitPass? pass, FirstWords shown, AskModel ask, CancellationToken cancellationToken)
    {
        Failure? failure = new(FailureClass.Cancelled, "Given up.");
        try
        {
            var answer = await ask(served.Model, shown, cancellationToken);
            failure = answer.Failure;
            return answer;
        }
        finally
        {
            if (pass is not null)
            {
                await circuits.ReportAsync(pass, failure, CancellationToken.None);
            }
        }
    }

    private static Outcome<ModelAnswer> From(ServedModel served, Outcome<ModelAnswer> answer) =>
        answer.IsSuccess ? answer.Value with { From = served.Name } : answer.Failure;

    [LoggerMessage(LogLevel.Warning, "llm_fallback model={Model} instead_of={Preferred} class={Class} reason={Reason}")]
    private partial void LogFallback(string model, string preferred, string @class, string reason);

    /// <summary>Passes text on, and knows whether there was any.</summary>
    private sealed class FirstWords(IProgress<string> deltas) : IProgress<string>
    {
        public bool HaveCome { get; private set; }

        public void Report(string value)
        {
            HaveCome = true;
            deltas.Report(value);
        }
    }
}
