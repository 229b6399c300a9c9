using Coordinator.Connections.Sqlite;
using Coordinator.Core.State;
using Coordinator.TestKit.State;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Connections.Tests.State;

public sealed class MemoryStateStoreConformanceTests : StateStoreSuite
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    protected override bool IsOneProcess => true;

    protected override Task<IStateStore> CreateAsync() => Task.FromResult<IStateStore>(SqliteStateStore.OpenInMemory(_time));

    /// <summary>There is no other.</summary>
    protected override Task<IStateStore> OpenAgainAsync() => Task.FromResult(Store);

    protected override Task PassAsync(TimeSpan span)
    {
        _time.Advance(span);
        return Task.CompletedTask;
    }

    protected override Task RemoveAsync()
    {
        ((SqliteStateStore)Store).Dispose();
        return Task.CompletedTask;
    }
}
