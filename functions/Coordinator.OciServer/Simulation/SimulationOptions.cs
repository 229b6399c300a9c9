using System.Globalization;
using Coordinator.Core.Configuration;

namespace Coordinator.OciServer.Simulation;

/// <summary>How a simulated tenancy is started.</summary>
public sealed record SimulationOptions(string Folder)
{
    internal const int MostSeconds = 3600;
    internal const int MostRequestsPerSecond = 1_000_000;

    private const int MostRequests = 300;

    /// <summary>On this machine; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Costs and metrics of another seed are others. Heeded when the folder is new.</summary>
    public string Seed { get; init; } = "1";

    /// <summary>How long STOPPING, STARTING and the like last.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Requests of a tenancy that are answered in a second; the next ones get 429. Null: any number.</summary>
    public int? RequestsPerSecond { get; init; } = MostRequests;

    /// <summary>While this file exists, answers to executed writes are withheld.</summary>
    public string? HoldAfterWrite { get; init; }

    /// <summary>What the variables SIMULATION_… say.</summary>
    /// <exception cref="ConfigException">One has a value that is none.</exception>
    public static SimulationOptions Read(string folder, Func<string, string?> variable)
    {
        var usual = new SimulationOptions(folder);
        var requests = Number(variable, "SIMULATION_REQUESTS_PER_SECOND", MostRequests, MostRequestsPerSecond);
        return usual with
        {
            Seed = Set(variable, "SIMULATION_SEED") ?? usual.Seed,
            Settling = TimeSpan.FromSeconds(Number(variable, "SIMULATION_SETTLE_SECONDS", (int)usual.Settling.TotalSeconds, MostSeconds)),
            RequestsPerSecond = requests == 0 ? null : requests,
            HoldAfterWrite = Set(variable, "SIMULATION_HOLD_AFTER_WRITE"),
        };
    }

    private static int Number(Func<string, string?> variable, string name, int otherwise, int most) =>
        Set(variable, name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number
        : throw new ConfigException($"{name} is '{text}': it must be a whole number from 0 to {most}.");

    private static string? Set(Func<string, string?> variable, string name) => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
