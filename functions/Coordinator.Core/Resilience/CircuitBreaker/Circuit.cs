using System.Text.Json.Serialization;

namespace Coordinator.Core.Resilience.CircuitBreaker;

/// <summary>What is known of one server's reads or writes, on all instances.</summary>
public sealed record Circuit
{
    public static readonly Circuit Closed = new();

    public CircuitStatus Status { get; init; }

    /// <summary>Counted failures in a row.</summary>
    public int Failures { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When the next probe is due, by the clock of the instance that opened it: for people. What counts is the lease in the store.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Fencing token of the newest probe: the result of an older one says nothing.</summary>
    public long Probe { get; init; }

    /// <summary>Why the newest counted call failed.</summary>
    public string? Error { get; init; }
}

/// <summary>The three states of a circuit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CircuitStatus>))]
public enum CircuitStatus
{
    /// <summary>Calls go through.</summary>
    [JsonStringEnumMemberName("closed")] Closed,

    /// <summary>Calls are refused.</summary>
    [JsonStringEnumMemberName("open")] Open,

    /// <summary>One call is let through to see how the server is.</summary>
    [JsonStringEnumMemberName("half_open")] HalfOpen,
}
