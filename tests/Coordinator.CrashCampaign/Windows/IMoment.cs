using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Windows;

/// <summary>One moment for a kill, brought about from outside the host.</summary>
internal interface IMoment
{
    /// <summary>Can it be hit with this question? False for all: it needs none.</summary>
    bool Fits(Question question);

    /// <summary>Sends the question, if there is one, and completes when the moment is there.</summary>
    Task ReachAsync(RoundWorld world, Question? target, CancellationToken cancellationToken);

    /// <summary>The host was killed: peers behave again. Says whether it was in the window; null if only the journal can tell.</summary>
    Task<bool?> AfterKillAsync(RoundWorld world);
}
