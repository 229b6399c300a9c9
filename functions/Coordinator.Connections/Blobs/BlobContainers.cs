using Azure.Storage.Blobs;

namespace Coordinator.Connections.Blobs;

/// <summary>Opens the container that the options name. No request is made yet.</summary>
internal static class BlobContainers
{
    public static BlobContainerClient Open(BlobRunMemoryOptions options, BlobClientOptions? client = null)
    {
        client ??= new BlobClientOptions();
        // Nothing here tries again: the host's failure policy does.
        client.Retry.MaxRetries = 0;
        client.Retry.NetworkTimeout = options.OperationTimeout;
        var service = string.IsNullOrWhiteSpace(options.ConnectionString)
            ? new BlobServiceClient(options.ServiceUri, options.Credential, client)
            : new BlobServiceClient(options.ConnectionString, client);
        return service.GetBlobContainerClient(options.Container);
    }
}
