using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Coordinator.Benchmarks.Processes;

/// <summary>Makes another .NET process collect its garbage, so that its memory says what it holds and not what it has dropped.</summary>
internal static class CollectedGarbage
{
    private const long CollectHeap = 0x800000;

    public static async Task<double> MemoryAsync(HostProcess host, CancellationToken cancellationToken)
    {
        // What is freed is given back in steps.
        for (var pass = 0; pass < 3; pass++)
        {
            await CollectAsync(host.Id, cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        }

        return host.Memory();
    }

    private static async Task CollectAsync(int processId, CancellationToken cancellationToken)
    {
        var client = new DiagnosticsClient(processId);
        var provider = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectHeap);
        using var session = await client.StartEventPipeSessionAsync([provider], requestRundown: false, token: cancellationToken);
        var drained = session.EventStream.CopyToAsync(Stream.Null, cancellationToken);
        await session.StopAsync(cancellationToken);
        await drained;
    }
}
