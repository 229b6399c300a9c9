using Coordinator.Core.Failures;
using Coordinator.Core.Runs;

namespace Coordinator.Core.Tests.Runs;

/// <summary>Plays a run without a host: carries out what the policy names, in an order and with results drawn from a seed.</summary>
internal sealed class RunStory(int seed, bool slack, bool stops)
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RunLimits Limits = new(4, 10, 3, TimeSpan.FromMinutes(15), 5_000, 3);

    private readonly Random _random = new(seed);

    public RunRequest Request { get; } = new()
    {
        RunId = "slack-T1-C1-1.1",
        ThreadKey = "slack-T1-C1-1.1",
        Actor = new Actor("slack", "T1", "U1"),
        Text = "list running instances",
        ReplyTo = slack ? new ReplyTarget("C1", "1.1") : null,
        ReceivedAt = Begin,
    };

    public List<RunFact> Facts { get; } = [];

    public List<string> Executed { get; } = [];

    public DateTimeOffset Now { get; private set; } = Begin;

    /// <summary>Carries the run on from the facts until it is finished; steps under way end in any order.</summary>
    public RunState PlayToTheEnd(IEnumerable<RunFact> from)
    {
        Facts.AddRange(from);
        var state = RunState.Fold(Facts);
        Now = Facts.Count > 0 ? Facts.Max(fact => fact.At) : Begin;
        var underWay = new Dictionary<string, RunAction>();
        for (var step = 0; state.Finished is null; step++)
        {
            Assert.True(step < 2_000, "The run does not end.");
            var actions = RunPolicy.Next(Request, state, Now);
            Assert.NotEmpty(actions);
            Assert.Equal(actions.Count, actions.Select(action => action.StepKey).Distinct().Count());
            foreach (var action in actions.Where(action => action is not Wait))
            {
                underWay.TryAdd(action.StepKey, action);
            }

            Assert.True(underWay.Values.Count(action => action is CallTool) <= Limits.ParallelToolCalls, "Too many tool calls under way.");
            if (underWay.Count == 0)
            {
                Now = Assert.Single(actions.OfType<Wait>()).Until;
                continue;
            }

            if (stops && state.Stop is null && _random.Next(12) == 0)
            {
                Record(state, new InboxRead("stop", InboxRead.StopKind, "U2") { At = Now });
            }

            Now += TimeSpan.FromMilliseconds(_random.Next(1, 3_000));
            var (key, next) = underWay.ElementAt(_random.Next(underWay.Count));
            underWay.Remove(key);
            CarryOut(state, next);
        }

        return state;
    }

    private void CarryOut(RunState state, RunAction action)
    {
        Executed.Add(action.StepKey);
        switch (action)
        {
            case StartRun:
                Record(state, new RunStarted(RunPolicy.Version, Limits) { At = Now });
                break;
            case RouteMessage when !Fails(state, action):
                Record(state, new MessageRouted(_random.Next(5) == 0 ? MessageRouted.ToCapabilities : MessageRouted.ToModel, null) { At = Now });
                break;
            case TakeTurn or CallTool when Queues(state, action):
                break;
            case TakeTurn turn when !Fails(state, action):
                Record(state, new TurnTaken(turn.Turn, turn.LastBecause is null ? DrawCalls() : []) { At = Now, OutputTokens = _random.Next(300) });
                break;
            case CallTool call when !FailsForNow(state, action):
                Record(state, new ToolFinished(call.Step, call.Tool, ToolOutcomes.Succeeded) { At = Now });
                break;
            case RefuseTool refused:
                Record(state, new ToolFinished(refused.Step, refused.Tool, ToolOutcomes.Refused) { At = Now });
                break;
            case CancelStep cancel when cancel.Key.StartsWith("tool:", StringComparison.Ordinal):
                Record(state, new ToolFinished(cancel.Key["tool:".Length..], "t", ToolOutcomes.Cancelled) { At = Now });
                break;
            case CancelStep:
                Record(state, Failed(action, FailureClass.Cancelled, null));
                break;
            case PostReply post:
                Post(state, post);
                break;
            case DeadLetterRun dead:
                Record(state, new RunDeadLettered(dead.FailureType, dead.Error) { At = Now });
                break;
            case FinishRun finish:
                Record(state, new RunFinished(finish.Status) { At = Now });
                break;
        }
    }

    private void Post(RunState state, PostReply post)
    {
        if (post.KnownTs is null && post.LostSince is null)
        {
            Record(state, new ReplyIntended(post.Part, post.Attempt) { At = Now });
        }

        if (!Fails(state, post))
        {
            Record(state, new ReplyPosted(post.Part, $"ts{post.Part}", post.Final)
            {
                At = Now,
                Parts = post.Final ? 2 : 0,
                Update = post.Update == 0 ? null : post.Update,
                Note = (post.Body as StillWorking)?.Note,
            });
        }
    }

    private bool Fails(RunState state, RunAction action)
    {
        var draw = _random.Next(20);
        if (draw > 3)
        {
            return false;
        }

        var forGood = draw == 0 || action.Try >= 5;
        Record(state, Failed(action, FailureClass.Network, forGood ? null : Now + TimeSpan.FromSeconds(_random.Next(1, 4_000))));
        return true;
    }

    private bool FailsForNow(RunState state, RunAction action)
    {
        if (action.Try >= 3 || _random.Next(4) != 0)
        {
            return false;
        }

        Record(state, Failed(action, FailureClass.Network, Now + TimeSpan.FromSeconds(_random.Next(1, 4_000))));
        return true;
    }

    private bool Queues(RunState state, RunAction action)
    {
        if (_random.Next(6) != 0)
        {
            return false;
        }

        Record(state, new StepQueued(action.FailureKey, action.Attempt, "database", _random.Next(1, 5), Now, Now + TimeSpan.FromSeconds(_random.Next(1, 30))) { At = Now });
        return true;
    }

    private StepFailed Failed(RunAction action, FailureClass failureClass, DateTimeOffset? retryAt) =>
        new(action.FailureKey, action.Attempt, failureClass, "no luck", retryAt) { At = Now, MaybeExecuted = _random.Next(2) == 0 };

    private List<RequestedCall> DrawCalls() =>
        [.. Enumerable.Range(0, _random.Next(6)).Select(_ => new RequestedCall("t", $"d{_random.Next(4)}"))];

    private void Record(RunState state, RunFact fact)
    {
        Facts.Add(fact);
        state.Apply(fact);
    }
}
