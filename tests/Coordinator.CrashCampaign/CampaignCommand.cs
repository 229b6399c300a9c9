using System.CommandLine;
using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign;

/// <summary>The command line. Exit codes: 0 nothing was lost or done twice and every window was hit, 1 something was, 2 wrong usage.</summary>
internal static class CampaignCommand
{
    private static readonly Option<int> Rounds = Count("--rounds", 20, 1, 100_000, "Rounds. Each has a host, a data folder, a Slack and a model of its own.");

    private static readonly Option<CampaignMode> Mode = new("--mode")
    {
        HelpName = "http|socket|both",
        Description = "How events come to the host: as requests, over Socket Mode, or two rounds so and two so. Default: both.",
        DefaultValueFactory = _ => CampaignMode.Both,
    };

    private static readonly Option<int> Seed = Count("--seed", 1, 0, int.MaxValue, "Seed of the rounds' plans.");

    private static readonly Option<int> Events = Count("--events", 10, 8, 40, "Events in a round.");

    private static readonly Option<int> Parallel = Count("--parallel", 5, 1, 64, "Rounds side by side.");

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Say what happens in each round." };

    private static readonly Option<string?> Keep = new("--keep") { HelpName = "folder", Description = "Leave journals, logs and demo states of all rounds there." };

    private static readonly Option<string> Programs = new("--host")
    {
        HelpName = "folder",
        Description = "Where the executables of the local host and of oci-unified are, for example of a published build. Default: those built with this program.",
        DefaultValueFactory = _ => AppContext.BaseDirectory,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var command = new RootCommand(
            "Kills the local host with SIGKILL, at random and in each window where a crash could lose or repeat something, and checks that every event "
            + "is answered once and every write carried out once.")
        {
            Rounds, Mode, Seed, Events, Parallel, Verbose, Keep, Programs,
        };
        command.SetAction((parsed, cancellationToken) => Campaign.RunAsync(
            new CampaignOptions(
                parsed.GetValue(Rounds),
                parsed.GetValue(Mode),
                parsed.GetValue(Seed),
                parsed.GetValue(Events),
                parsed.GetValue(Parallel),
                parsed.GetValue(Verbose),
                parsed.GetValue(Keep),
                parsed.GetRequiredValue(Programs)),
            TimeProvider.System,
            cancellationToken));
        var parsed = command.Parse(args);

        // Interrupted, it still has processes to end.
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
        return parsed.Errors.Count > 0 ? 2 : exitCode;
    }

    private static Option<int> Count(string name, int otherwise, int least, int most, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
                result.AddError($"{name} must be from {least} to {most}.");
        });
        return option;
    }
}
