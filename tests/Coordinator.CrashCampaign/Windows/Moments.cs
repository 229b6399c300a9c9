using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Windows;

internal static class Moments
{
    public static IMoment For(KillWindow window) => window switch
    {
        KillWindow.PostTaken => new PostTakenMoment(),
        KillWindow.PostLost => new PostLostMoment(),
        KillWindow.WriteDone => new WriteDoneMoment(),
        KillWindow.ModelHalf => new ModelHalfMoment(),
        KillWindow.Unacknowledged => new UnacknowledgedMoment(),
        KillWindow.Envelope => new EnvelopeMoment(),
        KillWindow.Answered => new AnsweredMoment(),
        KillWindow.Healing => new HealingMoment(),
        KillWindow.Starting => new StartingMoment(),
        _ => new RandomMoment(),
    };
}
