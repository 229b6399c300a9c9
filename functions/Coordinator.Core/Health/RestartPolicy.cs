namespace Coordinator.Core.Health;

/// <summary>Whether a server is restarted by itself. Pure. Restarting is what helps a server that hangs; it must not become what keeps a server that flaps from working.</summary>
public static class RestartPolicy
{
    /// <summary>From one restart to the next by itself (original-system 2.13).</summary>
    public static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(60);

    /// <summary>Restarts by itself in <see cref="Window"/>.</summary>
    public const int MostInWindow = 5;

    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Between disconnecting and connecting (runbook 1.2).</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <param name="isOn">Restarts by itself are not switched off, neither for all nor for this one.</param>
    /// <param name="last">When the last restart ended, whoever asked for it; null: there was none.</param>
    /// <param name="automatic">When this process restarted it by itself.</param>
    public static RestartDecision Decide(HealthStatus status, bool isOn, DateTimeOffset? last, IEnumerable<DateTimeOffset> automatic, DateTimeOffset now) =>
        status != HealthStatus.Unhealthy ? RestartDecision.NotNeeded
        : !isOn ? RestartDecision.SwitchedOff
        : now - last < CoolDown ? RestartDecision.CoolingDown
        : automatic.Count(at => now - at < Window) >= MostInWindow ? RestartDecision.TooMany
        : RestartDecision.Restart;
}

/// <summary>What comes of an unhealthy server.</summary>
public enum RestartDecision
{
    NotNeeded,
    Restart,
    SwitchedOff,
    CoolingDown,
    TooMany,

    /// <summary>Another instance has just restarted it, or is at it.</summary>
    Elsewhere,
}
