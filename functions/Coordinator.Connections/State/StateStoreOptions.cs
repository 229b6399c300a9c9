using Azure.Core;

namespace Coordinator.Connections.State;

/// <summary>Where instances keep what they share. The host binds each property from the variable named beside it.</summary>
public sealed class StateStoreOptions
{
    public const string RedisUrlVariable = "REDIS_URL";
    public const string TimeoutVariable = "REDIS_TIMEOUT_MS";

    /// <summary>The runbook's default, for a host of several instances (appendix).</summary>
    public const string RunbookDefault = "redis://localhost:6379";

    /// <summary>
    /// <c>REDIS_URL</c>: a URL as in <see cref="Redis.RedisUrl"/>; empty: in the memory of this process, which counts as degraded;
    /// null, unset: <c>state.db</c> in the data folder, or on a host without one <see cref="RunbookDefault"/>, which that host puts here.
    /// </summary>
    public string? RedisUrl { get; set; }

    /// <summary>The identity for a <c>rediss://</c> URL without a password, from the host; null: none.</summary>
    public TokenCredential? Credential { get; set; }

    /// <summary><c>REDIS_TIMEOUT_MS</c>: what one operation may take before this process helps itself, 50 to 30,000 ms. Redis answers within a millisecond or two.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);
}
