using Coordinator.Core.State;
using Coordinator.TestKit.State;
using Coordinator.TestKit.Storage;

namespace Coordinator.Connections.Tests.Blobs;

/// <summary>One process.</summary>
public sealed class BlobRunMemoryConformanceTests(AzuriteServer azurite) : RunMemorySuite
{
    private BlobMemories? memories;

    protected override async Task<IRunMemory> CreateAsync()
    {
        memories = await BlobMemories.CreateAsync(azurite);
        return memories.Open();
    }

    protected override async Task RemoveAsync() => await (memories?.DisposeAsync() ?? default);

    protected override Task SettleHintsAsync() => ((Connections.Blobs.BlobRunMemory)Memory).FlushHintsAsync(Token);
}
