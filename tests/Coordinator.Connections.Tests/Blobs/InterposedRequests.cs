using Azure.Core;
using Azure.Core.Pipeline;

namespace Coordinator.Connections.Tests.Blobs;

/// <summary>Lets something else happen right before one of the storage operations.</summary>
internal sealed class InterposedRequests(int number, Func<Task> meanwhile) : HttpPipelinePolicy
{
    private int count;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (Interlocked.Increment(ref count) == number)
            await meanwhile();
        await ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
}
