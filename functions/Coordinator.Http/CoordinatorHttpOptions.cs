using System.ComponentModel.DataAnnotations;

namespace Coordinator.Http;

/// <summary>Settings of the HTTP surface.</summary>
public sealed class CoordinatorHttpOptions
{
    /// <summary>Key that admin routes ask for; null serves them on loopback only (<c>COORDINATOR_ADMIN_KEY</c>).</summary>
    [RegularExpression(@"[!-~]{16,256}", ErrorMessage = "COORDINATOR_ADMIN_KEY must be 16 to 256 visible ASCII characters without spaces; leave it unset to serve admin routes on loopback only.")]
    public string? AdminKey { get; set; }

    /// <summary>Without a key, admin routes are served to this machine. False, behind a platform's front end: to nobody.</summary>
    public bool TrustsLoopback { get; set; } = true;

    /// <summary>How long <c>POST /chat</c> waits before it answers 202. Azure ends a request at 230 s.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Pause between the comments that keep an event stream open (DESIGN section 6).</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer of Slack's <c>auth.test</c> is shown before it is asked again (<c>HEALTH_CHECK_INTERVAL</c>).</summary>
    public TimeSpan SlackCheckedEvery { get; set; } = TimeSpan.FromSeconds(60);
}
