using System.Globalization;
using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Checks;

/// <summary>Prints a line for each round and the sums.</summary>
internal sealed class CampaignReport(TextWriter output)
{
    private readonly Lock _lock = new();

    public void Write(string line)
    {
        lock (_lock)
            output.WriteLine(line);
    }

    public void Begin(CampaignOptions options) =>
        Write($"Crash campaign: {options.Rounds} rounds, {options.Events} events each, {options.Parallel} side by side, {options.Mode switch { CampaignMode.Http => "over HTTP", CampaignMode.Socket => "over Socket Mode", _ => "over HTTP and Socket Mode" }}, seed {options.Seed}.");

    public void Round(RoundResult result)
    {
        var round = result.Figures;
        var verdict = result.Findings.Count == 0 ? "ok  " : "FAIL";
        lock (_lock)
        {
            Write(string.Create(
                CultureInfo.InvariantCulture,
                $"round {result.Number,3} {verdict} {result.Took.TotalSeconds,4:0} s  {(round.SocketRounds > 0 ? "socket" : "http  ")}  events {round.Events} accepted {round.Accepted} duplicates {round.Duplicates,2}  kills {Kills(round)}  "
                + $"writes {round.WritesExecuted}/{round.WritesExpected}  healed {round.Healed}  recovery {round.LongestRecovery.TotalSeconds:0.0} s"));
            foreach (var finding in result.Findings)
                Write($"    {finding}");
            if (result.Folder is not null)
                Write($"    folder {result.Folder}");
        }
    }

    /// <summary>True if nothing was lost or doubled and every planned window was hit.</summary>
    public bool End(CampaignOptions options, RoundFigures sum, TimeSpan took)
    {
        var planned = Enumerable.Range(1, options.Rounds).SelectMany(number => RoundPlan.Make(number, options).Kills).Distinct().Order().ToList();
        var unhit = planned.Where(window => sum.Kills.GetValueOrDefault(window) == 0).ToList();
        lock (_lock)
        {
            Write("");
            Line("rounds", sum.Rounds, options.Rounds);
            Line("  of them over Socket Mode", sum.SocketRounds);
            Line("events sent", sum.Events);
            Line("events accepted", sum.Accepted);
            Line("duplicate deliveries", sum.Duplicates);
            Line("host starts", sum.Starts);
            foreach (var window in planned)
                Line($"kills: {Words(window)}", sum.Kills.GetValueOrDefault(window));
            Line("  of unacknowledged: in the journal", sum.JournaledUnacknowledged);
            Line("kills beside their window", sum.Missed);
            Line("writes expected", sum.WritesExpected);
            Line("writes executed", sum.WritesExecuted);
            Line("posts found again (healed)", sum.Healed);
            Write(string.Create(CultureInfo.InvariantCulture, $"{"longest from last start to answer",-50} {sum.LongestRecovery.TotalSeconds,8:0.0} s"));
            Line("answers lost", sum.Lost);
            Line("answers wrong", sum.WrongAnswers);
            Line("writes lost", sum.WritesLost);
            Line("writes doubled", sum.WritesDoubled);
            Line("writes unknown", sum.Unknown);
            Line("replies doubled", sum.RepliesDoubled);
            Line("runs nobody asked for", sum.ExtraRuns);
            Line("runs stuck", sum.Stuck);
            Line("processes left behind", sum.LeftProcesses);
            Line("rounds broken", sum.Broken);
            foreach (var window in unhit)
                Write($"NEVER HIT: {Words(window)}");
            var passed = sum.Failures == 0 && unhit.Count == 0 && sum.Rounds == options.Rounds;
            Write(string.Create(CultureInfo.InvariantCulture, $"{(passed ? "PASSED" : "FAILED")} after {took.TotalSeconds:0} s"));
            return passed;
        }
    }

    private static string Kills(RoundFigures figures) => string.Join(' ', figures.Kills.OrderBy(kill => kill.Key).Select(kill => $"{kill.Key}:{kill.Value}"));

    private void Line(string name, int count, int? of = null) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"{name,-50} {count,8}{(of is null ? "" : $" of {of}")}"));

    private static string Words(KillWindow window) => window switch
    {
        KillWindow.PostTaken => "post taken, answer withheld",
        KillWindow.PostLost => "post neither taken nor answered",
        KillWindow.WriteDone => "write done, answer withheld",
        KillWindow.ModelHalf => "model has half answered",
        KillWindow.Unacknowledged => "event sent, before the 200",
        KillWindow.Envelope => "envelope sent, before its acknowledgement",
        KillWindow.Answered => "answer posted, before the run's end",
        KillWindow.Healing => "while looking for a lost post",
        KillWindow.Starting => "while starting",
        _ => "at random",
    };
}
