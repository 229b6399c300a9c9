using System.Globalization;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;

namespace Coordinator.CrashCampaign.Plan;

/// <summary>Makes a round's questions: reads and writes, by workflow and by the model, some of them replies in the thread of another.</summary>
internal sealed class QuestionMix(int round, Random random)
{
    private static readonly (string Text, string Expected)[] WorkflowReads =
    [
        ("list compartments", "15 compartments"),
        ("list databases", "13 autonomous databases"),
        ("list active alarms", "active alarm"),
        ("show costs by service", "Costs by service"),
        ("list instances in development", "in development"),
    ];

    private readonly StubCall[] _modelReads =
    [
        StubCall.Of("oci_compute_list_instances", new { limit = 100 }),
        StubCall.Of("oci_list_compartments", new { limit = 50 }),
        StubCall.Of("oci_db_list_autonomous", new { limit = 50 }),
        StubCall.Of("oci_cost_service_drilldown", new { }),
        StubCall.Of("oci_observability_list_alarms", new { limit = 20 }),
    ];

    private readonly InstanceSupply _instances = new(random);
    private int _made;

    /// <summary>Replies stand right behind the question they follow.</summary>
    public IReadOnlyList<Question> Make(int count)
    {
        var stop = ByWorkflow(new(ExpectedWrite.Stop, _instances.Running()));
        var both = ByModel([.. Reads(1)], [new(ExpectedWrite.Stop, _instances.Running()), new(ExpectedWrite.Restart, _instances.Running())]);
        var reads = ByModel([.. Reads(3)], []);
        List<List<Question>> threads =
        [
            [stop, ByWorkflow(new(ExpectedWrite.Start, stop.Writes[0].Instance), stop)],
            [both, ByWorkflow(new(ExpectedWrite.Start, both.Writes[0].Instance), both)],
            [reads, ByModel([.. Reads(1)], [], reads)],
            [ByWorkflow(new(ExpectedWrite.Restart, _instances.Running()))],
            [ByModel([], [new(ExpectedWrite.Start, _instances.Stopped())])],
        ];
        while (threads.Sum(thread => thread.Count) < count)
            threads.Add([Another()]);
        var order = threads.ToArray();
        random.Shuffle(order);
        return [.. order.SelectMany(thread => thread)];
    }

    private Question Another() => random.Next(_instances.HasRunning ? 4 : 2) switch
    {
        0 => ReadByWorkflow(),
        1 => ByModel([.. Reads(random.Next(1, 4))], []),
        2 => ByWorkflow(new(ExpectedWrite.Restart, _instances.Running())),
        _ => ByModel([.. Reads(1)], [new(ExpectedWrite.Restart, _instances.Running())]),
    };

    private Question ReadByWorkflow()
    {
        var (text, expected) = WorkflowReads[random.Next(WorkflowReads.Length)];
        var (name, message, form) = Say(text, null);
        return new Question(name, message, form) { Expected = expected };
    }

    private Question ByWorkflow(ExpectedWrite write, Question? after = null)
    {
        var (name, message, form) = Say($"{write.Verb} instance {write.Instance}", after);
        return new Question(name, message, form) { After = after, Writes = [write], Expected = $"{write.Instance}` was {write.Done}" };
    }

    /// <summary>The model reads in its first turns, then makes all changes in one turn, side by side, and looks again.</summary>
    private Question ByModel(IReadOnlyList<StubCall> reads, IReadOnlyList<ExpectedWrite> writes, Question? after = null)
    {
        List<IReadOnlyList<StubCall>> turns = [];
        if (reads.Count > 0)
            turns.Add([.. reads.Take(2)]);
        if (reads.Count > 2)
            turns.Add([.. reads.Skip(2)]);
        if (writes.Count > 0)
            turns.Add([.. writes.Select(write => StubCall.Of(write.Tool, new { instance_name = write.Instance }))]);
        var calls = turns.Sum(turn => turn.Count);
        var (name, message, form) = Say(null, after);
        return new Question(name, message, form)
        {
            After = after,
            ModelTurns = turns,
            Writes = writes,
            Expected = $"Answer to {name}: {calls} of {calls} calls went well.",
        };
    }

    private IEnumerable<StubCall> Reads(int count)
    {
        random.Shuffle(_modelReads);
        return [.. _modelReads.Take(count)];
    }

    private (string Name, SlackMessageEvent Message, EventForm Form) Say(string? text, Question? after)
    {
        var number = ++_made;
        var name = string.Create(CultureInfo.InvariantCulture, $"q{round}x{number}");
        // A channel for each thread: Slack takes one post a second in a channel, and that is not what is tested.
        var direct = after is null ? random.Next(5) == 0 : after.Form == EventForm.Direct;
        var message = new SlackMessageEvent(text ?? $"Please look into {name} for me", string.Create(CultureInfo.InvariantCulture, $"{1_764_000_000 + number}.{round:000000}"))
        {
            Channel = after?.Message.Channel ?? string.Create(CultureInfo.InvariantCulture, $"{(direct ? 'D' : 'C')}{round:0000}{number:00}"),
            ThreadTs = after?.Message.Ts,
        };
        var form = direct ? EventForm.Direct
            : after is not null && random.Next(2) == 0 ? EventForm.Reply
            : random.Next(3) == 0 ? EventForm.MentionAndMessage
            : EventForm.Mention;
        return (name, message, form);
    }
}
