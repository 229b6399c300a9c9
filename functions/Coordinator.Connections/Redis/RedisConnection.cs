using System.Diagnostics;
using Coordinator.Core.Failures;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Coordinator.Connections.Redis;

/// <summary>
/// The connection to one Redis. It is made in the background, so that nothing waits for it at start, and made again by itself whenever it breaks.
/// Every command has the same time limit, the wait for a connection included.
/// </summary>
internal sealed partial class RedisConnection : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConfigurationOptions _configuration;
    private readonly RedisFailures _failures;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private Task<ConnectionMultiplexer>? _connecting;
    private bool _isClosed;

    public RedisConnection(ConfigurationOptions configuration, RedisFailures failures, TimeSpan limit, TimeProvider time, ILogger logger)
    {
        (_configuration, _failures, _limit, _time, _logger) = (configuration, failures, limit, time, logger);
        _ = ConnectAsync();
    }

    /// <exception cref="Core.State.StateStoreException">Whatever Redis or the way there did.</exception>
    public async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken) =>
        await RunAsync(async (ConnectionMultiplexer redis) => await command(redis.GetDatabase()), cancellationToken);

    public async Task<T> RunAsync<T>(Func<ConnectionMultiplexer, Task<T>> command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var begun = Stopwatch.GetTimestamp();
            var redis = await ConnectAsync().WaitAsync(_limit, cancellationToken);
            var left = _limit - Stopwatch.GetElapsedTime(begun);
            return left > TimeSpan.Zero ? await command(redis).WaitAsync(left, cancellationToken) : throw new TimeoutException();
        }
        catch (Exception ex) when (!ex.IsCausedBy(cancellationToken))
        {
            throw _failures.Explain(ex);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
        }

        _ending.Cancel();
        _ending.Dispose();
        _ = EndAsync();
    }

    private Task<ConnectionMultiplexer> ConnectAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_connecting is null or { IsFaulted: true } or { IsCanceled: true })
            {
                var ending = _ending.Token;
                _connecting = Task.Run(() => OpenAsync(ending), CancellationToken.None);
            }

            return _connecting;
        }
    }

    private async Task<ConnectionMultiplexer> OpenAsync(CancellationToken ending)
    {
        if (_configuration.Defaults is RedisIdentity identity)
        {
            await identity.RenewAsync(ending);
        }

        var redis = await ConnectionMultiplexer.ConnectAsync(_configuration);
        redis.ConnectionFailed += (_, failed) => LogFailed(failed.EndPoint?.ToString() ?? "", failed.FailureType);
        redis.ConnectionRestored += (_, restored) => LogRestored(restored.EndPoint?.ToString() ?? "");
        if (!redis.IsConnected)
        {
            LogFailed(_failures.Address, ConnectionFailureType.UnableToConnect);
        }

        if (_configuration.Defaults is RedisIdentity renewed)
        {
            _ = KeepKnownAsync(redis, renewed, ending);
        }

        return redis;
    }

    private async Task KeepKnownAsync(ConnectionMultiplexer redis, RedisIdentity identity, CancellationToken ending)
    {
        using var timer = new PeriodicTimer(RedisIdentity.Pace, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(ending))
            {
                await TryRenewAsync(redis, identity, ending);
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task TryRenewAsync(ConnectionMultiplexer redis, RedisIdentity identity, CancellationToken ending)
    {
        try
        {
            if (await identity.RenewAsync(ending))
            {
                var servers = redis.GetServers().Where(server => server.IsConnected);
                await Task.WhenAll(servers.Select(server => server.ExecuteAsync("AUTH", identity.User!, identity.Password!)));
            }
        }
        catch (Exception ex) when (!ex.IsCausedBy(ending))
        {
            // The token that is used lasts for some more rounds; what comes of it if none succeeds is a connection that is refused.
            LogNotRenewed(ex, _failures.Address);
        }
    }

    // A connection that is still being made ends when it is there.
    private async Task EndAsync()
    {
        try
        {
            if (_connecting is { } connecting)
            {
                await (await connecting).DisposeAsync();
            }
        }
        catch (RedisException)
        {
            // There is nothing to end.
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Redis {Address}: no connection ({Kind}); it is tried again")]
    private partial void LogFailed(string address, ConnectionFailureType kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis {Address}: the identity's token could not be renewed; it is tried again")]
    private partial void LogNotRenewed(Exception exception, string address);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Redis {Address}: connected again")]
    private partial void LogRestored(string address);
}
