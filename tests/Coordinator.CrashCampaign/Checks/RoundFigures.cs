using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Checks;

/// <summary>What was counted in a round, or in several.</summary>
internal sealed class RoundFigures
{
    public int Rounds { get; private set; } = 1;

    /// <summary>Rounds whose events came over Socket Mode.</summary>
    public int SocketRounds { get; private set; }

    /// <summary>Questions asked; each must be answered once.</summary>
    public int Events { get; set; }

    /// <summary>Questions that Slack got a 200 for in the end.</summary>
    public int Accepted { get; set; }

    public int Duplicates { get; set; }

    public int Starts { get; set; }

    public Dictionary<KillWindow, int> Kills { get; } = [];

    /// <summary>Purposeful kills that came when the window had closed, or that never saw it open.</summary>
    public int Missed { get; set; }

    /// <summary>Unacknowledged events that the journal had all the same.</summary>
    public int JournaledUnacknowledged { get; set; }

    public int WritesExpected { get; set; }

    public int WritesExecuted { get; set; }

    public int Healed { get; set; }

    public int Lost { get; set; }

    public int WrongAnswers { get; set; }

    public int WritesLost { get; set; }

    public int WritesDoubled { get; set; }

    public int Unknown { get; set; }

    public int RepliesDoubled { get; set; }

    public int ExtraRuns { get; set; }

    public int Stuck { get; set; }

    /// <summary>Processes of the round that did not end by themselves.</summary>
    public int LeftProcesses { get; set; }

    /// <summary>Rounds that broke in another way.</summary>
    public int Broken { get; set; }

    /// <summary>From the last start, to which all earlier lives left their work, to the last answer.</summary>
    public TimeSpan LongestRecovery { get; set; }

    public int Failures =>
        Lost + WrongAnswers + WritesLost + WritesDoubled + Unknown + RepliesDoubled + ExtraRuns + Stuck + LeftProcesses + Broken;

    public void Path(EventPath path) => SocketRounds = path == EventPath.Socket ? 1 : 0;

    public void Killed(KillWindow window) => Kills[window] = Kills.GetValueOrDefault(window) + 1;

    public static RoundFigures Sum(IReadOnlyCollection<RoundFigures> rounds)
    {
        var sum = new RoundFigures
        {
            Rounds = rounds.Count,
            SocketRounds = rounds.Sum(round => round.SocketRounds),
            Events = rounds.Sum(round => round.Events),
            Accepted = rounds.Sum(round => round.Accepted),
            Duplicates = rounds.Sum(round => round.Duplicates),
            Starts = rounds.Sum(round => round.Starts),
            Missed = rounds.Sum(round => round.Missed),
            JournaledUnacknowledged = rounds.Sum(round => round.JournaledUnacknowledged),
            WritesExpected = rounds.Sum(round => round.WritesExpected),
            WritesExecuted = rounds.Sum(round => round.WritesExecuted),
            Healed = rounds.Sum(round => round.Healed),
            Lost = rounds.Sum(round => round.Lost),
            WrongAnswers = rounds.Sum(round => round.WrongAnswers),
            WritesLost = rounds.Sum(round => round.WritesLost),
            WritesDoubled = rounds.Sum(round => round.WritesDoubled),
            Unknown = rounds.Sum(round => round.Unknown),
            RepliesDoubled = rounds.Sum(round => round.RepliesDoubled),
            ExtraRuns = rounds.Sum(round => round.ExtraRuns),
            Stuck = rounds.Sum(round => round.Stuck),
            LeftProcesses = rounds.Sum(round => round.LeftProcesses),
            Broken = rounds.Sum(round => round.Broken),
            LongestRecovery = rounds.Select(round => round.LongestRecovery).DefaultIfEmpty().Max(),
        };
        foreach (var (window, count) in rounds.SelectMany(round => round.Kills))
            sum.Kills[window] = sum.Kills.GetValueOrDefault(window) + count;
        return sum;
    }
}
