using Coordinator.Core.State;
using Coordinator.TestKit.State;

namespace Coordinator.Connections.Tests.State;

public sealed class SqliteStateStoreConformanceTests : StateStoreSuite
{
    private readonly StateFolder _folder = new();

    protected override bool IsOneProcess => true;

    protected override Task<IStateStore> CreateAsync() => Task.FromResult<IStateStore>(_folder.Open());

    protected override Task<IStateStore> OpenAgainAsync()
    {
        _folder.Close();
        return CreateAsync();
    }

    protected override Task PassAsync(TimeSpan span)
    {
        _folder.Time.Advance(span);
        return Task.CompletedTask;
    }

    protected override Task RemoveAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
