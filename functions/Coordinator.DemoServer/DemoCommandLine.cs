using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Coordinator.DemoServer.Settings;

namespace Coordinator.DemoServer;

/// <summary>Options of the executable; each has an environment variable that the option wins over.</summary>
internal sealed class DemoCommandLine
{
    private readonly Option<string> state = new("--state")
    {
        HelpName = "file",
        Description = "State file of the simulated tenancy, created if missing (DEMO_STATE; default demo-state.json in COORDINATOR_DATA or here).",
    };

    private readonly Option<DateTimeOffset?> now = new("--now")
    {
        HelpName = "ISO time",
        Description = "Stop the clock at this moment, such as 2026-01-15T12:00:00Z (DEMO_NOW).",
    };

    private readonly Option<int> delay = new("--delay-after-write")
    {
        HelpName = "ms",
        Description = "Withhold a write's answer so long after the write is on disk (DEMO_DELAY_AFTER_WRITE).",
    };

    private readonly Option<string?> hold = new("--hold-after-write")
    {
        HelpName = "file",
        Description = "Withhold a write's answer while this file exists (DEMO_HOLD_AFTER_WRITE).",
    };

    private readonly Option<int> failReads = new("--fail-reads")
    {
        HelpName = "n",
        Description = "Answer the first n reads with status 503 (DEMO_FAIL_READS).",
    };

    private readonly Func<string, string?> environment;

    public DemoCommandLine(Func<string, string?> environment)
    {
        this.environment = environment;
        state.DefaultValueFactory = _ => Environment("DEMO_STATE") ?? Path.Combine(Environment("COORDINATOR_DATA") ?? "", "demo-state.json");
        hold.DefaultValueFactory = _ => Environment("DEMO_HOLD_AFTER_WRITE");
        now.CustomParser = result => Moment(result, result.Tokens[0].Value, "--now");
        now.DefaultValueFactory = result => Moment(result, Environment("DEMO_NOW"), "DEMO_NOW");
        Count(delay, "DEMO_DELAY_AFTER_WRITE", 3_600_000);
        Count(failReads, "DEMO_FAIL_READS", 1_000_000);
    }

    /// <summary>Help and complaints are printed by the command; <paramref name="serve"/> gets valid options only.</summary>
    public RootCommand Build(Func<DemoOptions, TimeProvider, CancellationToken, Task<int>> serve)
    {
        var command = new RootCommand("MCP server over stdio for a simulated OCI tenancy. Nothing outside its state file is touched.")
        {
            state, now, delay, hold, failReads,
        };
        command.SetAction((parsed, cancellationToken) => serve(
            new DemoOptions
            {
                StatePath = parsed.GetRequiredValue(state),
                DelayAfterWrite = TimeSpan.FromMilliseconds(parsed.GetValue(delay)),
                HoldAfterWrite = parsed.GetValue(hold),
                FailReads = parsed.GetValue(failReads),
            },
            parsed.GetValue(now) is { } moment ? new StoppedClock(moment) : TimeProvider.System,
            cancellationToken));
        return command;
    }

    private string? Environment(string name) => environment(name) is { Length: > 0 } value ? value : null;

    private void Count(Option<int> option, string variable, int maximum)
    {
        option.CustomParser = result => Whole(result, result.Tokens[0].Value, option.Name, maximum);
        option.DefaultValueFactory = result => Environment(variable) is { } text ? Whole(result, text, variable, maximum) : 0;
    }

    private static int Whole(SymbolResult result, string text, string name, int maximum)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= maximum) return number;
        result.AddError($"{name} must be a whole number from 0 to {maximum}, not \"{text}\".");
        return 0;
    }

    private static DateTimeOffset? Moment(SymbolResult result, string? text, string name)
    {
        if (text is null) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)) return moment;
        result.AddError($"{name} must be an ISO time such as 2026-01-15T12:00:00Z, not \"{text}\".");
        return null;
    }
}
