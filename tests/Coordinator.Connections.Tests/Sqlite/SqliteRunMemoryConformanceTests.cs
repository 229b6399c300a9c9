using Coordinator.Connections.Sqlite;
using Coordinator.Core.State;
using Coordinator.TestKit.State;

namespace Coordinator.Connections.Tests.Sqlite;

public sealed class SqliteRunMemoryConformanceTests : RunMemorySuite
{
    private readonly SqliteMemories memories = new();

    protected override Task<IRunMemory> CreateAsync() => Task.FromResult<IRunMemory>(memories.Open());

    protected override Task RemoveAsync()
    {
        memories.Dispose();
        return Task.CompletedTask;
    }

    protected override async Task SettleHintsAsync()
    {
        memories.Time.Advance(StatusNotes.Delay);
        await Memory.AddToInboxAsync(Stop("no such run"), Token);
    }
}
