using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.State;

/// <summary>The state file's content.</summary>
internal sealed record DemoState
{
    public const int CurrentVersion = 1;

    public required int SchemaVersion { get; init; }

    public required Tenancy Tenancy { get; init; }

    /// <summary>By effect key; dropped after <see cref="EffectLifetime"/>.</summary>
    public required IReadOnlyDictionary<string, RememberedAnswer> Effects { get; init; }

    /// <summary>The newest write. It is in here before it is in the log, and whoever opens the state next completes the log from it.</summary>
    public WriteRecord? LastWrite { get; init; }

    /// <summary>OCI keeps a retry token for 24 hours.</summary>
    public static TimeSpan EffectLifetime { get; } = TimeSpan.FromHours(24);

    public static DemoState Fresh(DateTimeOffset now) => new()
    {
        SchemaVersion = CurrentVersion,
        Tenancy = FirstTenancy.Create(now),
        Effects = new Dictionary<string, RememberedAnswer>(),
    };

    public DemoState WithoutExpiredEffects(DateTimeOffset now) => this with
    {
        Effects = Effects.Where(e => now - e.Value.At < EffectLifetime).ToDictionary(),
    };

    public DemoState Remember(string effectKey, RememberedAnswer answer) => this with
    {
        Effects = new Dictionary<string, RememberedAnswer>(Effects) { [effectKey] = answer },
    };
}
