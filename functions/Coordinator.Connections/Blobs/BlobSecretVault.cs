using Azure;
using Azure.Storage.Blobs;
using Coordinator.Connections.Oca;

namespace Coordinator.Connections.Blobs;

/// <summary>Secrets as blobs beside the runs, shared by all instances.</summary>
public sealed class BlobSecretVault : ISecretVault
{
    private const string Folder = "secrets/";

    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly BlobContainerClient _client;
    private readonly RunContainer _container;

    internal BlobSecretVault(BlobContainerClient client, TimeSpan timeout, TimeProvider time) => (_client, _container) = (client, new RunContainer(client, timeout, time));

    public static BlobSecretVault Open(BlobRunMemoryOptions options, TimeProvider time) => new(BlobContainers.Open(options), options.OperationTimeout, time);

    public async Task<KeptSecret?> ReadAsync(string name, CancellationToken cancellationToken) =>
        await _container.ReadAsync(Folder + name, 0, cancellationToken) is { } part ? new KeptSecret(BinaryData.FromBytes(part.Bytes).ToString(), part.Tag.ToString("G")) : null;

    public async Task PutAsync(string name, string content, CancellationToken cancellationToken)
    {
        await _client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await _container.PutAsync(Folder + name, BinaryData.FromString(content), cancellationToken);
    }

    public Task<bool> ReplaceAsync(string name, string content, string tag, CancellationToken cancellationToken) =>
        _container.TryReplaceAsync(Folder + name, BinaryData.FromString(content), NoMetadata, new ETag(tag), cancellationToken);

    public Task<bool> DeleteAsync(string name, string? tag, CancellationToken cancellationToken) =>
        _container.DeleteAsync(Folder + name, tag is null ? null : new ETag(tag), cancellationToken);
}
