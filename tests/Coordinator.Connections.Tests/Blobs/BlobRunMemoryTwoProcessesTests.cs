using Coordinator.Core.State;
using Coordinator.TestKit.State;
using Coordinator.TestKit.Storage;

namespace Coordinator.Connections.Tests.Blobs;

/// <summary>The same promises when every call may come to another process.</summary>
public sealed class BlobRunMemoryTwoProcessesTests(AzuriteServer azurite) : RunMemorySuite
{
    private BlobMemories? memories;

    protected override async Task<IRunMemory> CreateAsync()
    {
        memories = await BlobMemories.CreateAsync(azurite);
        return new TwoProcesses(memories);
    }

    protected override async Task RemoveAsync() => await (memories?.DisposeAsync() ?? default);

    protected override Task SettleHintsAsync() => ((TwoProcesses)Memory).SettleHintsAsync(Token);
}
