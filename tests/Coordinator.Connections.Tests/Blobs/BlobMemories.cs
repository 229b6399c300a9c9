using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Coordinator.Connections.Blobs;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

[assembly: AssemblyFixture(typeof(AzuriteServer))]

namespace Coordinator.Connections.Tests.Blobs;

/// <summary>One container and the memories opened on it: each stands for a process of its own.</summary>
internal sealed class BlobMemories : IAsyncDisposable
{
    private readonly List<BlobRunMemory> opened = [];
    private readonly string connectionString;

    private BlobMemories(string connectionString) => this.connectionString = connectionString;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public string Container { get; } = $"runs-{Guid.NewGuid():N}";

    public BlobContainerClient Client => new BlobServiceClient(connectionString).GetBlobContainerClient(Container);

    public static async Task<BlobMemories> CreateAsync(AzuriteServer azurite) => new(await azurite.ConnectionStringAsync());

    public BlobRunMemory Open(HttpPipelinePolicy? policy = null)
    {
        var client = new BlobClientOptions();
        if (policy is not null)
            client.AddPolicy(policy, HttpPipelinePosition.BeforeTransport);
        var options = new BlobRunMemoryOptions { ConnectionString = connectionString, Container = Container, OperationTimeout = TimeSpan.FromSeconds(60) };
        var memory = BlobRunMemory.Open(options, client, Time, NullLogger<BlobRunMemory>.Instance);
        opened.Add(memory);
        return memory;
    }

    /// <summary>The names of all blobs.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string prefix, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        if (!await Client.ExistsAsync(cancellationToken))
            return names;
        await foreach (var blob in Client.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken))
            names.Add(blob.Name);
        return names;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var memory in opened)
            await memory.DisposeAsync();
        await Client.DeleteIfExistsAsync();
    }

    public static RunRequest Request(string runId, string thread = "thread-1") => new()
    {
        RunId = runId,
        ThreadKey = thread,
        Actor = new Actor("api", "", "me"),
        Text = "list instances",
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };
}
