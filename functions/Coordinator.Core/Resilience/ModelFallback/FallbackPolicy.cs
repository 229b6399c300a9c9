using Coordinator.Core.Failures;

namespace Coordinator.Core.Resilience.ModelFallback;

/// <summary>When another provider is asked instead, and what is said when none could answer. Pure; whether the step is tried again is for <see cref="FailurePolicy"/>.</summary>
public static class FallbackPolicy
{
    /// <summary>The provider asked everybody to wait (Retry-After).</summary>
    public const string Paused = "provider_paused";

    /// <summary>Whoever asks has to log in first: says nothing of the provider, and is over the moment somebody does.</summary>
    public const string LoginNeeded = "login_needed";

    /// <summary>
    /// It is the provider, its account or its address that failed. A wrong request, a refusal by content and a run whose time is up would be the same elsewhere,
    /// and after the first words of an answer nobody else goes on with it: the step's next attempt begins anew.
    /// </summary>
    public static bool FallsThrough(Failure failure, bool hasBegun) => !hasBegun && failure.Queue is null && failure.Class switch
    {
        FailureClass.Network or FailureClass.Timeout or FailureClass.ServerError or FailureClass.Overloaded or FailureClass.RateLimited
            or FailureClass.Protocol or FailureClass.Unavailable or FailureClass.Authentication or FailureClass.NotFound => true,
        // With a status it is the account that may not; without, the content was declined.
        FailureClass.Denied => failure.Code is not null,
        FailureClass.HeldBack => failure.Code == Paused,
        _ => false,
    };

    /// <summary>Whether the provider is left alone for a while, by everybody. A Retry-After is kept with its rate, for as long as it says.</summary>
    public static bool IsSkipped(Failure failure) =>
        failure.Class != FailureClass.HeldBack
        && failure.Code != LoginNeeded
        && FallsThrough(failure, hasBegun: false)
        && failure is not { Class: FailureClass.RateLimited or FailureClass.Overloaded, RetryAfter: not null };

    /// <summary>Of several providers that failed: the failure that passes soonest, as the run may go on as soon as one of them is well, in the words of all.</summary>
    public static Failure Together(IReadOnlyList<Failure> failures)
    {
        var sent = failures.Where(failure => failure.Class != FailureClass.HeldBack).ToList();
        var soonest = sent.Count > 0 ? sent.MinBy(failure => FailurePolicy.RetryAfter(failure, 1, RetryBudget.Model, 0) ?? TimeSpan.MaxValue) : failures.MinBy(failure => failure.RetryAfter);
        return soonest! with
        {
            Message = string.Join(' ', failures.Select(failure => ErrorText.EndWithStop(failure.Message)).Distinct()),
            MaybeExecuted = failures.Any(failure => failure.MaybeExecuted),
        };
    }
}
