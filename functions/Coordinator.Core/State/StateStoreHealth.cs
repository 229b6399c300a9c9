namespace Coordinator.Core.State;

/// <summary>How a state store is.</summary>
/// <param name="Backend"><c>redis</c>, <c>sqlite</c> or <c>memory</c>: what answers now.</param>
/// <param name="Latency">Of one round trip.</param>
public sealed record StateStoreHealth(string Backend, TimeSpan Latency)
{
    /// <summary>Null unless Redis answers, and its user may ask.</summary>
    public RedisFigures? Redis { get; init; }

    /// <summary>Why state is not shared as it should be; null: it is.</summary>
    public StateOutage? Outage { get; init; }

    /// <summary>Why the store is degraded, in a sentence for operators without secrets; null: it is healthy.</summary>
    public string? Degraded => Outage?.Reason ?? Redis?.Problem;
}

/// <summary>What <c>INFO</c> says (runbook 4.1).</summary>
/// <param name="UsedMemory">Bytes.</param>
/// <param name="MaxMemory">Bytes; 0: no limit.</param>
/// <param name="Role"><c>master</c> or <c>slave</c>, as Redis has it.</param>
public sealed record RedisFigures(string Version, string Role, long UsedMemory, long MaxMemory, string MaxMemoryPolicy)
{
    public const string NoEviction = "noeviction";
    public const string Primary = "master";

    /// <summary>Null: as it should be. A Redis that may evict forgets breakers and permits when it is full; a full one that may not says so, and the coordinator falls back.</summary>
    public string? Problem =>
        Role is not (Primary or "") ? $"Redis takes no writes: its role is {Role}."
        : MaxMemoryPolicy is not (NoEviction or "") ? $"Redis may evict keys: maxmemory-policy is {MaxMemoryPolicy}. Set it to {NoEviction}."
        : null;
}

/// <summary>State is kept by this process alone.</summary>
/// <param name="Since">On this machine's clock.</param>
/// <param name="Reason">For operators; no secrets.</param>
public sealed record StateOutage(DateTimeOffset Since, string Reason);
