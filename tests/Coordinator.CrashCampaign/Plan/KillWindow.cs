namespace Coordinator.CrashCampaign.Plan;

/// <summary>When the host is killed.</summary>
internal enum KillWindow
{
    /// <summary>Slack took the post and withholds its answer.</summary>
    PostTaken,

    /// <summary>Slack got the post, did nothing and does not answer.</summary>
    PostLost,

    /// <summary>The simulated tenancy did the write and withholds its answer.</summary>
    WriteDone,

    /// <summary>The model has half answered.</summary>
    ModelHalf,

    /// <summary>The event was sent over HTTP, its 200 has not come.</summary>
    Unacknowledged,

    /// <summary>The same over a socket: the envelope was sent, its acknowledgement has not come.</summary>
    Envelope,

    /// <summary>The answer stands in the thread and its post is recorded, but the run has not ended.</summary>
    Answered,

    /// <summary>The host looks for a post that was lost in an earlier crash.</summary>
    Healing,

    /// <summary>The host is starting and has not said that it is ready.</summary>
    Starting,

    /// <summary>Any moment.</summary>
    Random,
}
