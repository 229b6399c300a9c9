namespace Coordinator.OciServer.Simulation;

/// <summary>How a simulated tenancy is started.</summary>
internal sealed record SimulationOptions(string Folder)
{
    /// <summary>On this machine; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Costs and metrics of another seed are others. Heeded when the folder is new.</summary>
    public string Seed { get; init; } = "1";

    /// <summary>How long STOPPING, STARTING and the like last.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Requests of a tenancy that are answered in a second; the next ones get 429. Null: any number.</summary>
    public int? RequestsPerSecond { get; init; } = 100;

    /// <summary>While this file exists, answers to executed writes are withheld.</summary>
    public string? HoldAfterWrite { get; init; }
}
