using Azure.Core;

namespace Coordinator.Connections.Blobs;

/// <summary>
/// The storage account that remembers runs, by default the function app's own: either a connection string, or the account's address with an identity
/// that has the role Storage Blob Data Contributor. The host binds each property from the variable named beside it.
/// </summary>
public sealed class BlobRunMemoryOptions
{
    public const string ConnectionStringVariable = "AzureWebJobsStorage";
    public const string ServiceUriVariable = "AzureWebJobsStorage__blobServiceUri";
    public const string ContainerVariable = "RUN_MEMORY_CONTAINER";
    public const string OperationTimeoutVariable = "RUN_MEMORY_TIMEOUT";

    /// <summary><c>AzureWebJobsStorage</c>: a connection string; empty when an identity is used.</summary>
    public string? ConnectionString { get; set; }

    /// <summary><c>AzureWebJobsStorage__blobServiceUri</c>: e.g. <c>https://account.blob.core.windows.net</c>; used with <see cref="Credential"/>.</summary>
    public Uri? ServiceUri { get; set; }

    /// <summary>The identity for <see cref="ServiceUri"/>.</summary>
    public TokenCredential? Credential { get; set; }

    /// <summary><c>RUN_MEMORY_CONTAINER</c>: created when it is not there. 3 to 63 lower-case letters, digits and single hyphens (the platform's rule).</summary>
    public string Container { get; set; } = "coordinator-runs";

    /// <summary><c>RUN_MEMORY_TIMEOUT</c>: seconds one storage operation may take, 1 to 60. Storage answers within milliseconds; Slack waits three seconds for its answer.</summary>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
