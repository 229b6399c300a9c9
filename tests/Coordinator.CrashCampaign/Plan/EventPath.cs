namespace Coordinator.CrashCampaign.Plan;

/// <summary>How a round's events come to the host.</summary>
internal enum EventPath
{
    /// <summary>Signed requests to <c>POST /slack/events</c>.</summary>
    Http,

    /// <summary>Envelopes of Socket Mode.</summary>
    Socket,
}

/// <summary>The paths of a campaign's rounds.</summary>
internal enum CampaignMode
{
    Http,
    Socket,

    /// <summary>Two rounds by HTTP, two by sockets: both paths see every window, which two rounds in a row have.</summary>
    Both,
}
