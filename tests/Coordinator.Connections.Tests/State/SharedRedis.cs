using Coordinator.Connections.Redis;
using Coordinator.TestKit.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(Coordinator.Connections.Tests.State.SharedRedis))]

namespace Coordinator.Connections.Tests.State;

/// <summary>One server for all tests that leave it alone, started with the first of them; each has a database of its own.</summary>
public sealed class SharedRedis : IAsyncDisposable
{
    private readonly Lazy<Task<RedisServer>> _server = new(() => RedisServer.StartAsync());
    private readonly SemaphoreSlim _one = new(1);
    private ConnectionMultiplexer? _direct;
    private int _databases;

    public Task<RedisServer> ServerAsync() => _server.Value;

    internal async Task<RedisDatabase> NewDatabaseAsync()
    {
        var server = await ServerAsync();
        await _one.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _direct ??= await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { { "127.0.0.1", server.Port } }, AllowAdmin = true });
        }
        finally
        {
            _one.Release();
        }

        return new RedisDatabase(server, _direct, Interlocked.Increment(ref _databases));
    }

    public async ValueTask DisposeAsync()
    {
        await (_direct?.DisposeAsync() ?? default);
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully)
        {
            await (await _server.Value).DisposeAsync();
        }

        _one.Dispose();
    }
}

/// <summary>An empty database, the stores opened on it, and a way around them.</summary>
internal sealed class RedisDatabase(RedisServer server, ConnectionMultiplexer direct, int number) : IDisposable
{
    /// <summary>Makes everything that ends end that much earlier.</summary>
    private const string Age =
        """
        local span = tonumber(ARGV[1])
        for _, key in ipairs(redis.call('KEYS', '*')) do
          if redis.call('TYPE', key).ok == 'hash' and string.find(key, 'oci:permits:', 1, true) == 1 then
            local flat = redis.call('HGETALL', key)
            for i = 1, #flat, 2 do
              local state, ends, number, claims, group = string.match(flat[i + 1], '^(%a+) (%d+) (%d+) (%d+) (.*)$')
              local function aged(time) return string.format('%.0f', time - span) end
              redis.call('HSET', key, flat[i], state .. ' ' .. aged(ends) .. ' ' .. number .. ' ' .. aged(claims) .. ' ' .. group)
            end
          end
          local left = redis.call('PTTL', key)
          if left > 0 then
            redis.call('PEXPIRE', key, string.format('%.0f', left - span / 1000))
          end
        end
        """;

    private readonly List<RedisStateStore> _opened = [];

    public IDatabase Direct => direct.GetDatabase(number);

    public RedisUrl Url => Parse($"{server.Url}/{number}");

    public static RedisUrl Parse(string text)
    {
        Assert.True(RedisUrl.TryParse(text, out var url, out var problem), problem);
        return url;
    }

    public RedisStateStore Open(TimeProvider? time = null)
    {
        var store = RedisStateStore.Open(Url, TimeSpan.FromSeconds(30), time ?? TimeProvider.System, NullLogger<RedisStateStore>.Instance);
        _opened.Add(store);
        return store;
    }

    public Task PassAsync(TimeSpan span) => Direct.ScriptEvaluateAsync(Age, [], [(long)span.TotalMicroseconds]);

    public void Dispose()
    {
        foreach (var store in _opened)
        {
            store.Dispose();
        }
    }
}
