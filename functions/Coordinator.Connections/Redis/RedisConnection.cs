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
    private readonly ILogger _logger;
    private Task<ConnectionMultiplexer>? _connecting;
    private bool _isClosed;

    public RedisConnection(ConfigurationOptions configuration, RedisFailures failures, TimeSpan limit, ILogger logger)
    {
        (_configuration, _failures, _limit, _logger) = (configuration, failures, limit, logger);
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

        _ = EndAsync();
    }

    private Task<ConnectionMultiplexer> ConnectAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_connecting is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _connecting = Task.Run(OpenAsync);
            }

            return _connecting;
        }
    }

    private async Task<ConnectionMultiplexer> OpenAsync()
    {
        var redis = await ConnectionMultiplexer.ConnectAsync(_configuration);
        redis.ConnectionFailed += (_, failed) => LogFailed(failed.EndPoint?.ToString() ?? "", failed.FailureType);
        redis.ConnectionRestored += (_, restored) => LogRestored(restored.EndPoint?.ToString() ?? "");
        if (!redis.IsConnected)
        {
            LogFailed(_failures.Address, ConnectionFailureType.UnableToConnect);
        }

        return redis;
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

    [LoggerMessage(Level = LogLevel.Debug, Message = "Redis {Address}: connected again")]
    private partial void LogRestored(string address);
}
