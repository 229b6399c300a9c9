using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;

namespace Coordinator.CrashCampaign.Plan;

/// <summary>One event of a round and what must come of it.</summary>
internal sealed class Question(string name, SlackMessageEvent message, EventForm form)
{
    /// <summary>Unique in its round; in the text of questions to the model.</summary>
    public string Name => name;

    public SlackMessageEvent Message => message;

    public EventForm Form => form;

    /// <summary>As the intake makes it.</summary>
    public string RunId { get; } = $"slack-{message.Team}-{message.Channel}-{message.Ts}";

    /// <summary>The thread's earlier question: it is acknowledged before this one is sent, so that their order is certain.</summary>
    public Question? After { get; init; }

    /// <summary>Turns of the model before its answer, each with its tool calls; empty for a workflow.</summary>
    public IReadOnlyList<IReadOnlyList<StubCall>> ModelTurns { get; init; } = [];

    public bool IsForModel => ModelTurns.Count > 0;

    public IReadOnlyList<ExpectedWrite> Writes { get; init; } = [];

    /// <summary>What the answer must say; only this question's answer says it.</summary>
    public required string Expected { get; init; }

    /// <summary>The thread's root.</summary>
    public string Thread => message.ThreadTs ?? message.Ts;
}

/// <summary>Which deliveries Slack makes of one message.</summary>
internal enum EventForm
{
    Mention,

    /// <summary>The app subscribed to both events of a mention: one run.</summary>
    MentionAndMessage,

    Direct,

    /// <summary>A reply without a mention, in a thread where we have a run.</summary>
    Reply,
}
