using System.Text.Json.Serialization;

namespace Coordinator.DemoServer;

/// <summary>The simulated tenancy as its file holds it.</summary>
internal sealed record Tenancy
{
    public int SchemaVersion { get; init; } = 1;

    public required IReadOnlyList<Compartment> Compartments { get; init; }

    public required IReadOnlyList<Instance> Instances { get; init; }

    public required IReadOnlyList<Database> Databases { get; init; }

    public required IReadOnlyList<Alarm> Alarms { get; init; }

    /// <summary>Writes of the last day by effect key: a repetition gets the first answer and changes nothing.</summary>
    public IReadOnlyDictionary<string, DoneWrite> DoneWrites { get; init; } = new Dictionary<string, DoneWrite>();

    /// <summary>Writes so far: the number of the last line that belongs into the log.</summary>
    public long WriteCount { get; init; }

    /// <summary>The newest write; its log line is written again at the next start if it is missing.</summary>
    public WriteLogLine? LastWrite { get; init; }
}

internal sealed record Compartment(string Id, string Name, string? ParentId, string Description)
{
    public string LifecycleState { get; init; } = "ACTIVE";
}

internal sealed record Instance(string Id, string Name, string LifecycleState, string Shape, int Ocpus, int MemoryGb, string CompartmentId, DateTimeOffset TimeCreated)
{
    public string Region { get; init; } = "eu-frankfurt-1";
}

internal sealed record Database(string Id, string Name, string DbName, string Workload, string LifecycleState, int Ocpus, int StorageGb, string CompartmentId);

internal sealed record Alarm(string Name, string Severity, string Status, string Namespace, string Metric, string Resource, string CompartmentId, DateTimeOffset Since);

/// <param name="Answer">JSON of the first answer.</param>
internal sealed record DoneWrite(DateTimeOffset At, string Answer);

/// <summary>A line of <c>*.writes.jsonl</c>.</summary>
internal sealed record WriteLogLine(long Number, DateTimeOffset At, string Tool, string Instance, string? EffectKey, string From, string To);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Tenancy))]
[JsonSerializable(typeof(WriteLogLine))]
internal sealed partial class TenancyJson : JsonSerializerContext;
