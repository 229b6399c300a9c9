using Coordinator.Core.Runs;

namespace Coordinator.Core.Intake;

/// <summary>What is to be done about one delivery from Slack.</summary>
public abstract record IntakeDecision
{
    private IntakeDecision()
    {
    }

    /// <summary>The run this is about, for log lines; null if it is about none.</summary>
    public virtual string? RunId => null;

    /// <summary>Somebody asked us something.</summary>
    public sealed record Start(RunRequest Request) : IntakeDecision
    {
        public override string RunId => Request.RunId;
    }

    /// <summary>A reply that does not address us: it starts a run if its thread has one already, else it is ignored.</summary>
    public sealed record NeedsThreadLookup(RunRequest Request) : IntakeDecision
    {
        public override string RunId => Request.RunId;
    }

    /// <summary>The whole reply is <c>stop</c> or <c>cancel</c>: every unfinished run of an earlier message of the thread is stopped. Starts nothing, even if there is none.</summary>
    /// <param name="ThreadKey">Which thread.</param>
    /// <param name="MessageId">Run id that the message would have had; in one thread, ids of earlier messages sort before it.</param>
    /// <param name="By">Slack user id.</param>
    public sealed record StopThread(string ThreadKey, string MessageId, string By) : IntakeDecision
    {
        public override string RunId => MessageId;
    }

    public sealed record Ignore(IgnoreReason Reason) : IntakeDecision;

    /// <summary>Slack checks the URL: the text is sent back.</summary>
    public sealed record Challenge(string Text) : IntakeDecision;

    /// <summary>Not what Slack documents.</summary>
    /// <param name="Field">Path of the member, e.g. <c>event.ts</c>, or <c>body</c>.</param>
    /// <param name="Problem">Completes the sentence "{Field} …".</param>
    public sealed record Malformed(string Field, string Problem) : IntakeDecision;
}
