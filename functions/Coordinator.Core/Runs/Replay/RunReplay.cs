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

        return new ReplayReport(steps, state.Finished is null ? [.. RunPolicy.Next(request, state, now).Select(ReplayWords.Of)] : [], state.Started?.PolicyVersion);
    }

    /// <summary>What the host would have under way when the fact came: decided after the fact before it, and whenever a wait ran out in between.</summary>
    private static DateTimeOffset Decide(RunRequest request, RunState state, List<RunAction> underWay, DateTimeOffset from, DateTimeOffset to)
    {
        var now = from == DateTimeOffset.MinValue || from > to ? to : from;
        for (var waits = 0; waits < MostWaits; waits++)
        {
            var actions = RunPolicy.Next(request, state, now);
            Start(actions, underWay);
            if (now >= to)
            {
                return now;
            }

            now = actions.OfType<Wait>().FirstOrDefault()?.Until is { } until && until > now && until < to ? until : to;
        }

        return to;
    }

    /// <summary>Two that differ may both be under way: a host decides now before, now after a step ended or a stop came.</summary>
    private static void Start(IEnumerable<RunAction> actions, List<RunAction> underWay) =>
        underWay.AddRange(actions.Where(action => action is not (Wait or Park) && !underWay.Exists(known => IsSame(known, action))));

    private static bool IsSame(RunAction one, RunAction other) =>
        one.GetType() == other.GetType() && one.StepKey == other.StepKey && one.Attempt == other.Attempt && (one, other) switch
        {
            (PostReply post, PostReply known) => post.Final == known.Final && post.Update == known.Update,
            (FinishRun finish, FinishRun known) => finish.Status == known.Status,
            (TakeTurn turn, TakeTurn known) => turn.LastBecause is null == known.LastBecause is null,
            _ => true,
        };

    private static ReplayedFact Judge(int number, RunFact fact, RunState state, IReadOnlyList<RunAction> underWay, IReadOnlyList<RunFact> facts)
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

    private static ReplayedFact Compare(int number, string type, RunFact fact, IReadOnlyList<RunAction> underWay)
    {
        var fitting = underWay.Where(action => action.IsRecordedBy(fact)).ToList();
        var decided = string.Join("; ", (fitting.Count > 0 ? fitting : underWay).Select(ReplayWords.Of).Distinct());
        if (fitting.Count == 0)
        {
            return new ReplayedFact(number, type, fact.At, ReplayVerdict.Differs, decided, decided.Length == 0 ? "Nothing was to be done." : "No step that was to be done ends in this.");
        }

        return fitting.Find(action => ReplayWords.Difference(action, fact) is null) is { } same
            ? new ReplayedFact(number, type, fact.At, ReplayVerdict.Same, ReplayWords.Of(same), null)
            : new ReplayedFact(number, type, fact.At, ReplayVerdict.Differs, decided, ReplayWords.Difference(fitting[0], fact));
    }

    private static void End(RunFact fact, RunState state, List<RunAction> underWay)
    {
        if (fact is RunResumed || state.Finished is not null)
        {
            // What was under way in the process before is decided anew.
            underWay.Clear();
        }

        // A tool that has ended needs no stop any more, and the other way round.
        underWay.RemoveAll(action => (fact is not ReplyIntended && action.IsRecordedBy(fact)) || action.StepKey == fact.Key);
    }
}
