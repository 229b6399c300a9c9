using Coordinator.Connections.Sqlite;
using Coordinator.Connections.State;
using Coordinator.Core.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Coordinator.Connections.Tests.State;

public sealed class StateStoreRegistrationTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("coordinator-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task AddStateStore_WhenUnset_KeepsAFileInTheDataFolderAndIsHealthy()
    {
        await using var services = Build(null);
        var store = services.GetRequiredService<IStateStore>();

        await store.AddAsync("key", "value", null, Token);

        Assert.True(File.Exists(Path.Combine(_root, "state.db")));
        Assert.Equal(("sqlite", null), await ConditionAsync(store));
    }

    [Fact]
    public async Task AddStateStore_WhenEmpty_KeepsStateInMemoryAndIsDegraded()
    {
        await using var services = Build("");
        var store = services.GetRequiredService<IStateStore>();

        await store.AddAsync("key", "value", null, Token);

        Assert.False(File.Exists(Path.Combine(_root, "state.db")));
        Assert.Equal(("memory", StateStoreRegistration.InMemory), await ConditionAsync(store));
    }

    [Fact]
    public async Task AddStateStore_WhenItIsAUrl_UsesRedisAndThisProcessWhileThatIsAway()
    {
        await using var services = Build("redis://127.0.0.1:1/2");
        var store = Assert.IsType<FailoverStateStore>(services.GetRequiredService<IStateStore>());

        Assert.True((await store.AddAsync("key", "value", null, Token)).IsWritten);

        var (backend, degraded) = await ConditionAsync(store);
        Assert.Equal("memory", backend);
        Assert.Contains("redis://127.0.0.1:1/2", degraded, StringComparison.Ordinal);
    }

    [Fact]
    public void AddStateStore_WhenTheUrlIsWrong_SaysSoWithoutIt()
    {
        using var services = Build("redis://:s3cret@");

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStateStore>());

        Assert.Contains("REDIS_URL", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refusal.ToString(), StringComparison.Ordinal);
    }

    private ServiceProvider Build(string? url) => new ServiceCollection()
        .AddLogging()
        .AddSqliteRunMemory(_root)
        .AddStateStore()
        .Configure<StateStoreOptions>(options => (options.RedisUrl, options.Timeout) = (url, TimeSpan.FromMilliseconds(200)))
        .BuildServiceProvider(validateScopes: true);

    private static async Task<(string Backend, string? Degraded)> ConditionAsync(IStateStore store) =>
        await store.CheckAsync(Token) is var health ? (health.Backend, health.Degraded) : default;
}
