namespace Coordinator.CrashCampaign;

/// <summary>What one campaign was asked to do.</summary>
/// <param name="Mode">How events come to the host.</param>
/// <param name="Seed">The same seed gives the same plans; the moments of the kills differ all the same.</param>
/// <param name="Parallel">Rounds side by side: most of a round is waiting, for example for the 10 s before a lost post is looked for.</param>
/// <param name="Programs">Folder of the executables of host and oci-unified.</param>
/// <param name="KeepFolder">Where the folders of all rounds are left; null keeps only those of failed rounds, under the system's temporary folder.</param>
internal sealed record CampaignOptions(int Rounds, Plan.CampaignMode Mode, int Seed, int Events, int Parallel, bool Verbose, string? KeepFolder, string Programs)
{
    /// <summary>A round that is not over by then is a failure.</summary>
    public TimeSpan RoundLimit { get; } = TimeSpan.FromMinutes(8);

    /// <summary>If every round used up its own limit, and a minute for the rest: then the campaign ends whatever happens.</summary>
    public TimeSpan Limit => (RoundLimit * Math.Ceiling((double)Rounds / Parallel)) + TimeSpan.FromMinutes(1);
}
