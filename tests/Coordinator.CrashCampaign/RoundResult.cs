using Coordinator.CrashCampaign.Checks;

namespace Coordinator.CrashCampaign;

/// <param name="Findings">What is wrong, for people.</param>
/// <param name="Folder">Where its journal, logs and tenancy are; null if they are deleted.</param>
internal sealed record RoundResult(int Number, RoundFigures Figures, IReadOnlyList<string> Findings, string? Folder, TimeSpan Took);
