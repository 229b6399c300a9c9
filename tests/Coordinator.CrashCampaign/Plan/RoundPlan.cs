namespace Coordinator.CrashCampaign.Plan;

/// <summary>What a round does: the same for the same seed and number.</summary>
/// <param name="Kills">In order.</param>
internal sealed record RoundPlan(int Number, EventPath Path, IReadOnlyList<Question> Questions, IReadOnlyList<KillWindow> Kills)
{
    /// <summary>Two rounds in a row have them all.</summary>
    private static readonly KillWindow[] Purposeful =
    [
        KillWindow.PostTaken, KillWindow.WriteDone, KillWindow.Unacknowledged, KillWindow.PostLost, KillWindow.ModelHalf, KillWindow.Answered,
    ];

    private const int PurposefulKills = 3;

    /// <summary>The window takes 10 s more, so only some rounds have it.</summary>
    private const int HealingEvery = 5;

    public static RoundPlan Make(int number, CampaignOptions options)
    {
        var (seed, events) = (options.Seed, options.Events);
        var path = options.Mode switch
        {
            CampaignMode.Http => EventPath.Http,
            CampaignMode.Socket => EventPath.Socket,
            _ => number / 2 % 2 == 0 ? EventPath.Http : EventPath.Socket,
        };
        var random = new Random(unchecked((seed * 7919) + number));
        KillWindow[] kills = [.. Purposeful.Skip(number % 2 * PurposefulKills).Take(PurposefulKills), KillWindow.Random];
        random.Shuffle(kills);
        List<KillWindow> all = [.. kills];
        all.Insert(random.Next(1, all.Count), KillWindow.Starting);
        if (number % HealingEvery == 0)
            all.Insert(all.FindIndex(kill => kill is KillWindow.PostTaken or KillWindow.PostLost) + 1, KillWindow.Healing);
        if (path == EventPath.Socket)
            all = [.. all.Select(kill => kill == KillWindow.Unacknowledged ? KillWindow.Envelope : kill)];
        return new RoundPlan(number, path, new QuestionMix(number, random).Make(events), all);
    }
}
