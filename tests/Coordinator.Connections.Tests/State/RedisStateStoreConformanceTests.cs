using Coordinator.Core.State;
using Coordinator.TestKit.State;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Connections.Tests.State;

public sealed class RedisStateStoreConformanceTests(SharedRedis redis) : StateStoreSuite
{
    private RedisDatabase? _database;

    protected override async Task<IStateStore> CreateAsync()
    {
        _database = await redis.NewDatabaseAsync();
        return _database.Open();
    }

    protected override Task<IStateStore> OpenAgainAsync() => Task.FromResult<IStateStore>(_database!.Open(new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-7))));

    protected override Task PassAsync(TimeSpan span) => _database!.PassAsync(span);

    protected override Task RemoveAsync()
    {
        _database?.Dispose();
        return Task.CompletedTask;
    }
}
