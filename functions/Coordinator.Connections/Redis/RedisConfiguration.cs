using StackExchange.Redis;

namespace Coordinator.Connections.Redis;

/// <summary>What the Redis client is told.</summary>
internal static class RedisConfiguration
{
    private const int ConnectMilliseconds = 5_000;
    private const int ShortestPause = 250;
    private const int LongestPause = 5_000;

    /// <param name="identity">Instead of a user and password.</param>
    public static ConfigurationOptions Of(RedisUrl url, TimeSpan commandTimeout, RedisIdentity? identity = null)
    {
        var configuration = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            // What waited for a connection would be carried out when nobody waits for it any more: a permit for nobody.
            BacklogPolicy = BacklogPolicy.FailFast,
            ConnectTimeout = ConnectMilliseconds,
            // Only the first time: afterwards it goes on in the background without end.
            ConnectRetry = 1,
            AsyncTimeout = (int)commandTimeout.TotalMilliseconds,
            SyncTimeout = (int)commandTimeout.TotalMilliseconds,
            ReconnectRetryPolicy = new ExponentialRetry(ShortestPause, LongestPause),
            DefaultDatabase = url.Database,
            User = url.User,
            Password = url.Password,
            Ssl = url.Tls,
            ClientName = "coordinator",
            IncludeDetailInExceptions = false,
            // To the client INFO is administration. What the user may do is for the server to say.
            AllowAdmin = true,
        };
        if (identity is not null)
        {
            configuration.Defaults = identity;
        }

        foreach (var host in url.Hosts)
        {
            configuration.EndPoints.Add(host.Host, host.Port);
        }

        return configuration;
    }
}
