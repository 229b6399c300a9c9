using Azure.Core;
using Azure.Core.Pipeline;

namespace Coordinator.Connections.Tests.Blobs;

/// <summary>Where a request fails: it never leaves, or its answer never comes.</summary>
public enum Failing
{
    BeforeRequest,
    AfterRequest,
}

/// <summary>Counts the storage operations, and lets one of them fail.</summary>
internal sealed class FailingRequests(int number = 0, Failing where = default, bool forGood = false) : HttpPipelinePolicy
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> listed = [];
    private int count;
    private long bytesRead;
    private volatile bool isOver;

    /// <summary>How many operations were begun.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Length of the bodies that came back.</summary>
    public long BytesRead => Volatile.Read(ref bytesRead);

    /// <summary>What was listed: the prefix of each listing.</summary>
    public IEnumerable<string?> Listed => listed.Select(query => System.Web.HttpUtility.ParseQueryString(query)["prefix"]);

    /// <summary>From now on nothing fails any more.</summary>
    public void End() => isOver = true;

    public bool HasFailed => number > 0 && Count >= number;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var current = isOver ? 0 : Interlocked.Increment(ref count);
        if (number > 0 && !isOver && (current == number || (forGood && current > number)))
        {
            // A process that is dead sends nothing more.
            if (current == number && where == Failing.AfterRequest)
                await ProcessNextAsync(message, pipeline);
            throw new IOException("The connection was lost.");
        }

        if (message.Request.Uri.Query.Contains("comp=list", StringComparison.Ordinal))
            listed.Enqueue(message.Request.Uri.Query);
        await ProcessNextAsync(message, pipeline);
        Interlocked.Add(ref bytesRead, message.Response.Headers.ContentLength ?? 0);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
}
