namespace Coordinator.Core.Intake;

/// <summary>Why a genuine delivery starts no run. It is answered 200 and counted by this reason.</summary>
public enum IgnoreReason
{
    /// <summary>Not from the Events API: buttons, shortcuts and dialogs have their own route.</summary>
    NotAnEvent,

    /// <summary>Slack says that it held back events of ours: over 30,000 in an hour.</summary>
    AppRateLimited,

    /// <summary>Neither <c>app_mention</c> nor <c>message</c>.</summary>
    EventType,

    /// <summary>A message by ourselves.</summary>
    OwnMessage,

    /// <summary>A message by another bot, an integration or Slackbot.</summary>
    Bot,

    /// <summary>Edited, deleted, joined, renamed and so on; only plain messages, <c>file_share</c> and <c>thread_broadcast</c> are read.</summary>
    Subtype,

    /// <summary>Slack shows it to nobody.</summary>
    Hidden,

    /// <summary>Nobody is named as its author.</summary>
    NoUser,

    /// <summary>Nothing was written, and it is not addressed to us either.</summary>
    NoText,

    /// <summary>A direct message seen with a person's token: it is not to our bot.</summary>
    UserScope,

    /// <summary>A channel message outside any thread that does not mention us.</summary>
    NotAddressed,

    /// <summary>A reply in a thread in which we were never asked.</summary>
    ThreadNotOurs,

    /// <summary><c>stop</c> or <c>cancel</c> where nothing is going on.</summary>
    NothingToStop,
}
