using Coordinator.Core.Configuration;
using Coordinator.Http.Hosting;
using Coordinator.LocalHost.Journal;

namespace Coordinator.LocalHost;

/// <summary>All settings of the process, read once at start. A bad value stops the start.</summary>
internal sealed record HostSettings(CoordinatorSettings Coordinator, RunnerOptions Runner)
{
    /// <exception cref="ConfigException">Each line names a variable, what is wrong with its value and what is allowed.</exception>
    public static HostSettings Read(Func<string, string?> variable)
    {
        var reader = new SettingsReader(variable);
        var settings = Read(reader);
        reader.ThrowIfWrong();
        return settings;
    }

    /// <summary>What would stop the start.</summary>
    public static IReadOnlyList<string> Problems(Func<string, string?> variable)
    {
        var reader = new SettingsReader(variable);
        Read(reader);
        return reader.Problems;
    }

    private static HostSettings Read(SettingsReader reader)
    {
        var shared = CoordinatorSettings.Read(reader, socketMode: true);
        var runner = new RunnerOptions
        {
            ActiveRuns = (int)reader.Number("RUN_MAX_ACTIVE", 64),
            RetentionDays = shared.RetentionDays,
            StopWithin = TimeSpan.FromSeconds(reader.Number("RUN_STOP_WITHIN", 10)),
        };
        reader.Check(runner);
        return new HostSettings(shared, runner);
    }
}
