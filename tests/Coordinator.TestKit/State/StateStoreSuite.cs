using Coordinator.Core.State;
using Xunit;

namespace Coordinator.TestKit.State;

/// <summary>What every <see cref="IStateStore"/> promises. An implementation derives from it and gives an empty store.</summary>
public abstract partial class StateStoreSuite : IAsyncLifetime
{
    protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    protected static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private IStateStore? _store;

    protected IStateStore Store => _store!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<IStateStore> CreateAsync();

    /// <summary>A store for one process: opening it again closes the one before.</summary>
    protected virtual bool IsOneProcess => false;

    /// <summary>What another instance, or this one after a new start, finds. Its clock is hours off if the store is elsewhere.</summary>
    protected abstract Task<IStateStore> OpenAgainAsync();

    /// <summary>Lets that much of the store's time go by.</summary>
    protected abstract Task PassAsync(TimeSpan span);

    /// <summary>Ends the store and removes what it left.</summary>
    protected abstract Task RemoveAsync();

    protected async Task<IStateStore> AnotherAsync()
    {
        var other = await OpenAgainAsync();
        _store = IsOneProcess ? other : _store;
        return other;
    }

    protected async Task<StateDocument> PutAsync(string key, string value, long version = 0, TimeSpan? timeToLive = null)
    {
        var write = await Store.WriteAsync(key, value, version, timeToLive, Token);
        Assert.True(write.IsWritten);
        return write.Stored!;
    }

    protected async Task<List<string>> ScanAsync(string prefix)
    {
        var keys = new List<string>();
        await foreach (var key in Store.ScanAsync(prefix, Token))
        {
            keys.Add(key);
        }

        return [.. keys.Distinct().Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task CheckAsync_WhenItWorks_GivesALatency()
    {
        var health = await Store.CheckAsync(Token);

        Assert.InRange(health.Latency, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Null(health.Degraded);
    }
}
