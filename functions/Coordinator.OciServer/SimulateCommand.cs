using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Coordinator.OciServer.Simulation;

namespace Coordinator.OciServer;

/// <summary><c>simulate</c>: a tenancy to try things with.</summary>
internal static class SimulateCommand
{
    private static readonly Option<string> Folder = new("--folder") { HelpName = "folder", Description = "Where it is kept, created if missing.", DefaultValueFactory = _ => "./simulated-tenancy" };
    private static readonly Option<int> Port = new("--port") { HelpName = "port", Description = "Port on this machine; 0 takes a free one.", DefaultValueFactory = _ => 0, Validators = { UpTo(ushort.MaxValue) } };
    private static readonly Option<string?> Seed = new("--seed") { HelpName = "text", Description = "Costs and metrics of another seed are others; heeded when the folder is new (SIMULATION_SEED; default 1)." };
    private static readonly Option<DateTimeOffset?> Now = new("--now") { HelpName = "ISO time", Description = "Stop the tenancy's clock at this moment, such as 2026-01-15T12:00:00Z." };
    private static readonly Option<int?> Settle = new("--settle-seconds") { HelpName = "seconds", Description = "How long an instance is STOPPING or STARTING (SIMULATION_SETTLE_SECONDS; default 2).", Validators = { UpTo(SimulationOptions.MostSeconds) } };
    private static readonly Option<int?> Throttle = new("--requests-per-second") { HelpName = "n", Description = "What a tenancy may ask in a second before it gets 429; 0: anything (SIMULATION_REQUESTS_PER_SECOND; default 300).", Validators = { UpTo(SimulationOptions.MostRequestsPerSecond) } };
    private static readonly Option<string?> Hold = new("--hold-after-write") { HelpName = "file", Description = "Withhold the answer to a finished write while this file exists (SIMULATION_HOLD_AFTER_WRITE)." };

    public static Command Build(Func<string, string?> variable, TextWriter output, Func<Func<Task<int>>, Task<int>> guard)
    {
        Now.CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)) return moment;
            result.AddError($"--now is '{result.Tokens[0].Value}': it must be an ISO time such as 2026-01-15T12:00:00Z.");
            return null;
        };
        var command = new Command("simulate", "Plays Oracle Cloud on this machine: two tenancies with compartments, instances, databases, networks, costs, alarms and metrics, behind OCI's own API. Nothing outside the folder is touched.")
        {
            Folder, Port, Seed, Now, Settle, Throttle, Hold,
        };
        command.SetAction((parsed, stopping) => guard(() => RunAsync(OptionsOf(parsed, variable), parsed.GetValue(Now), output, stopping)));
        return command;
    }

    /// <summary>An option wins over its variable.</summary>
    private static SimulationOptions OptionsOf(ParseResult parsed, Func<string, string?> variable)
    {
        var usual = SimulationOptions.Read(parsed.GetRequiredValue(Folder), variable);
        return usual with
        {
            Port = parsed.GetValue(Port),
            Seed = parsed.GetValue(Seed) ?? usual.Seed,
            Settling = parsed.GetValue(Settle) is { } seconds ? TimeSpan.FromSeconds(seconds) : usual.Settling,
            RequestsPerSecond = parsed.GetValue(Throttle) is { } most ? (most > 0 ? most : null) : usual.RequestsPerSecond,
            HoldAfterWrite = parsed.GetValue(Hold) ?? usual.HoldAfterWrite,
        };
    }

    private static Action<OptionResult> UpTo(int most) => result =>
    {
        if (result.Tokens is [var token] && (!int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > most))
        {
            result.AddError($"{result.Option.Name} is '{token.Value}': it must be a whole number from 0 to {most}.");
        }
    };

    private static async Task<int> RunAsync(SimulationOptions options, DateTimeOffset? now, TextWriter output, CancellationToken stopping)
    {
        await using var app = SimulationApp.Open(options, now is { } moment ? new StoppedClock(moment) : TimeProvider.System, TimeProvider.System);
        await app.StartAsync(stopping);
        await output.WriteLineAsync($"The simulated tenancies DEFAULT and EMDEMO answer at {app.Address}\nOCI_CLI_CONFIG_FILE={app.ConfigFile}");
        await app.WaitForShutdownAsync(stopping);
        return 0;
    }

    private sealed class StoppedClock(DateTimeOffset moment) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => moment;
    }
}
