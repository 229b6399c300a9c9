using Coordinator.Core.Runs;

namespace Coordinator.Core.Intake;

/// <summary>
/// Decides what a delivery from Slack means. A run starts from an <c>app_mention</c>, a direct message, a message with our mention in its text,
/// or a reply in a thread where we have a run. <c>app_mention</c> and <c>message</c> of one text have one run id, so they give one run.
/// </summary>
public static class IntakePolicy
{
    private const string ActorKind = "slack";

    public static IntakeDecision Decide(SlackEnvelope envelope, IntakeContext context) => envelope.Type switch
    {
        SlackEnvelope.EventCallback => DecideEvent(envelope, context),
        SlackEnvelope.UrlVerification when string.IsNullOrEmpty(envelope.Challenge) => Missing("challenge"),
        SlackEnvelope.UrlVerification => new IntakeDecision.Challenge(envelope.Challenge),
        SlackEnvelope.AppRateLimited => new IntakeDecision.Ignore(IgnoreReason.AppRateLimited),
        null => Missing("type"),
        _ => new IntakeDecision.Ignore(IgnoreReason.NotAnEvent),
    };

    private static IntakeDecision DecideEvent(SlackEnvelope envelope, IntakeContext context) => envelope.Event switch
    {
        null => Missing("event"),
        { Type: null } => Missing("event.type"),
        { Type: SlackEvent.AppMention or SlackEvent.Message } message => DecideMessage(envelope, message, context),
        _ => new IntakeDecision.Ignore(IgnoreReason.EventType),
    };

    private static IntakeDecision DecideMessage(SlackEnvelope envelope, SlackEvent message, IntakeContext context)
    {
        var own = new OwnUsers(envelope.Authorizations, context.Self);
        if (WhyIgnored(envelope, message, own, context) is { } reason)
            return new IntakeDecision.Ignore(reason);

        var installation = Installation(envelope, own);
        if (Wrong(message, installation) is { } wrong)
            return new IntakeDecision.Malformed(wrong, "is missing or is not what Slack documents");

        var isMention = message.Type == SlackEvent.AppMention;
        var text = SlackText.Read(message.Text!, own, firstMentionIsUs: isMention && own.AreUnknown);
        var request = Request(envelope, message, context, own, installation!, text.Text);
        var isReply = IsReply(message);
        if (isReply && StopWord.Is(text.Text))
            return new IntakeDecision.StopThread(request.ThreadKey, request.RunId, request.Actor.Id);
        if (isMention || text.MentionsUs || IsDirect(message))
            return new IntakeDecision.Start(request);
        return isReply ? new IntakeDecision.NeedsThreadLookup(request) : new IntakeDecision.Ignore(IgnoreReason.NotAddressed);
    }

    private static IgnoreReason? WhyIgnored(SlackEnvelope envelope, SlackEvent message, OwnUsers own, IntakeContext context)
    {
        if (own.Contain(message.User) || (message.BotId is not null && message.BotId == context.Self?.BotId))
            return IgnoreReason.OwnMessage;
        if (message.BotId is not null || message.Subtype == "bot_message" || message.User == "USLACKBOT")
            return IgnoreReason.Bot;

        // A text that comes with a file, or that is also sent to the channel, is meant like any other text.
        if (message.Subtype is not (null or "file_share" or "thread_broadcast"))
            return IgnoreReason.Subtype;
        if (message.Hidden)
            return IgnoreReason.Hidden;
        if (message.User is null)
            return IgnoreReason.NoUser;
        if (IsDirect(message) && envelope.Authorizations.Count > 0 && own.BotAuthorization is null)
            return IgnoreReason.UserScope;

        // A file without words sent to us alone deserves an answer; in a channel it was meant for others.
        return message.Text is null || (message.Text.Length == 0 && !IsDirect(message)) ? IgnoreReason.NoText : null;
    }

    private static string? Wrong(SlackEvent message, string? installation) =>
        !SlackId.IsValid(installation) ? "team_id"
        : !SlackId.IsValid(message.Channel) ? "event.channel"
        : !SlackId.IsValid(message.User) ? "event.user"
        : !SlackId.IsTimestamp(message.Ts) ? "event.ts"
        : message.ThreadTs is not null && !SlackId.IsTimestamp(message.ThreadTs) ? "event.thread_ts"
        : null;

    private static RunRequest Request(
        SlackEnvelope envelope, SlackEvent message, IntakeContext context, OwnUsers own, string installation, string text)
    {
        var thread = message.ThreadTs ?? message.Ts!;
        var bot = own.BotAuthorization;
        return new RunRequest
        {
            RunId = $"slack-{installation}-{message.Channel}-{message.Ts}",
            ThreadKey = $"slack-{installation}-{message.Channel}-{thread}",
            Actor = new Actor(ActorKind, ActorTeam(envelope, message), message.User!),
            Text = text,
            ReplyTo = new ReplyTarget(message.Channel!, thread),
            ReceivedAt = context.Now,
            EventId = envelope.EventId,
            TeamId = bot?.TeamId ?? envelope.ContextTeamId ?? envelope.TeamId,
            EnterpriseId = bot?.EnterpriseId ?? envelope.ContextEnterpriseId ?? envelope.EnterpriseId,
            TraceParent = context.TraceParent,
        };
    }

    // In a shared channel team_id and context_team_id follow the author, so two people in one thread would have two threads.
    // The installation that the event was delivered for stays the same for every author, event type and delivery; an organisation-wide one has no team.
    private static string? Installation(SlackEnvelope envelope, OwnUsers own) =>
        own.BotAuthorization is { } bot && (bot.TeamId ?? bot.EnterpriseId) is { } installation
            ? installation
            : envelope.ContextTeamId ?? envelope.TeamId;

    private static string ActorTeam(SlackEnvelope envelope, SlackEvent message) =>
        message.UserTeam ?? message.Team ?? envelope.TeamId ?? envelope.ContextTeamId ?? "";

    private static bool IsDirect(SlackEvent message) => message.ChannelType is "im" or "app_home";

    private static bool IsReply(SlackEvent message) => message.ThreadTs is not null && message.ThreadTs != message.Ts;

    private static IntakeDecision.Malformed Missing(string field) => new(field, "is missing");
}
