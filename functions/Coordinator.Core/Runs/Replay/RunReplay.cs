namespace Coordinator.Core.Runs.Replay;

/// <summary>
/// Lets the policy of this version decide again, fact by fact, what the run did. Nothing is carried out: of every step the recorded outcome is taken.
/// Pure; the clock is that of the facts.
/// </summary>
public static class RunReplay
{
    /// <summary>A run that waits more often than that between two facts is none.</summary>
    private const int MostWaits = 1_000;

    /// <param name="facts">In their order.</param>
    public static ReplayReport Of(RunRequest request, IReadOnlyList<RunFact> facts)
    {
        var (state, underWay, steps) = (new RunState(), new List<RunAction>(), new List<ReplayedFact>(facts.Count));
        var now = DateTimeOffset.MinValue;
        for (var index = 0; index < facts.Count; index++)
        {
            var fact = facts[index];
            now = Decide(request, state, underWay, now, fact.At);
            steps.Add(Judge(index + 1, fact, state, underWay, facts));
            state.Apply(fact);
            End(fact, state, underWay);
        }

        return new ReplayReport(steps, state.Finished is null ? [.. Next(request, state, now).Where(action => action is not Wait || steps.Count > 0).Select(ReplayWords.Of)] : [], state.Started?.PolicyVersion);
    }

    /// <summary>What the host would have under way when the fact came: decided after the fact before it, and whenever a wait ran out in between.</summary>
    private static DateTimeOffset Decide(RunRequest request, RunState state, List<RunAction> underWay, DateTimeOffset from, DateTimeOffset to)
    {
        var now = from == DateTimeOffset.MinValue || from > to ? to : from;
        for (var waits = 0; waits < MostWaits; waits++)
        {
            var actions = Next(request, state, now);
            Start(actions, underWay);
            if (now >= to)
            {
                return now;
            }

            now = actions.OfType<Wait>().FirstOrDefault()?.Until is { } until && until > now && until < to ? until : to;
        }

        return to;
    }

    private static IReadOnlyList<RunAction> Next(RunRequest request, RunState state, DateTimeOffset now) => RunPolicy.Next(request, state, now);

    private static void Start(IEnumerable<RunAction> actions, List<RunAction> underWay)
    {
        foreach (var action in actions.Where(action => action is not (Wait or Park)))
        {
            // A stop is carried out beside the step that it stops.
            if (!underWay.Exists(known => known.StepKey == action.StepKey && (action is not CancelStep || known is CancelStep)))
            {
                underWay.Add(action);
            }
        }
    }

    private static ReplayedFact Judge(int number, RunFact fact, RunState state, List<RunAction> underWay, IReadOnlyList<RunFact> facts)
    {
        var type = RunFactJson.TypeOf(fact);
        return fact switch
        {
            UnknownFact unknown => new ReplayedFact(number, type, fact.At, ReplayVerdict.Unknown, null, $"A fact of a newer version ({unknown.Type}, schema {unknown.SchemaVersion}) or a damaged one: this version leaves the run alone from here on."),
            { Origin: { } origin } => new ReplayedFact(number, type, fact.At, ReplayVerdict.NotDecided, null, $"Taken over from run {origin}."),
            RunResumed => new ReplayedFact(number, type, fact.At, ReplayVerdict.NotDecided, null, "The host took the run up again."),
            InboxRead => new ReplayedFact(number, type, fact.At, ReplayVerdict.NotDecided, null, "Somebody asked for it."),
            _ when facts.Take(number - 1).Any(earlier => earlier.Key == fact.Key) => new ReplayedFact(number, type, fact.At, ReplayVerdict.NotDecided, null, "It is recorded already."),
            _ when state.ParkedBecause is { } parked => new ReplayedFact(number, type, fact.At, ReplayVerdict.Unknown, null, parked),
            _ => Compare(number, type, fact, underWay),
        };
    }

    private static ReplayedFact Compare(int number, string type, RunFact fact, List<RunAction> underWay)
    {
        var fitting = underWay.Where(action => action.IsRecordedBy(fact)).ToList();
        var decided = string.Join("; ", (fitting.Count > 0 ? fitting : underWay).Select(ReplayWords.Of));
        if (fitting.Count == 0)
        {
            return new ReplayedFact(number, type, fact.At, ReplayVerdict.Differs, decided, decided.Length == 0 ? "Nothing was to be done." : "No step that was to be done ends in this.");
        }

        var differences = fitting.Select(action => ReplayWords.Difference(action, fact)).ToList();
        return differences.Contains(null)
            ? new ReplayedFact(number, type, fact.At, ReplayVerdict.Same, decided, null)
            : new ReplayedFact(number, type, fact.At, ReplayVerdict.Differs, decided, differences[0]);
    }

    private static void End(RunFact fact, RunState state, List<RunAction> underWay)
    {
        if (fact is RunResumed)
        {
            // What was under way in the process before is decided anew.
            underWay.Clear();
            return;
        }

        underWay.RemoveAll(action => (fact is not ReplyIntended && action.IsRecordedBy(fact)) || (state.Finished is not null));
        // A tool that has ended needs no stop any more, and the other way round.
        underWay.RemoveAll(action => action.StepKey == fact.Key);
    }
}
