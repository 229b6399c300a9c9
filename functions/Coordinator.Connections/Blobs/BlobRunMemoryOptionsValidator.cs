using System.Text.RegularExpressions;
using Azure.Storage.Blobs;

namespace Coordinator.Connections.Blobs;

/// <summary>What is wrong with the settings; each text names the variable and what is allowed, and none repeats a secret.</summary>
public static partial class BlobRunMemoryOptionsValidator
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(60);

    public static IEnumerable<string> Problems(BlobRunMemoryOptions options)
    {
        var hasString = !string.IsNullOrWhiteSpace(options.ConnectionString);
        if (hasString == options.ServiceUri is not null)
        {
            yield return $"Set {BlobRunMemoryOptions.ConnectionStringVariable} to a connection string, or {BlobRunMemoryOptions.ServiceUriVariable} to the address of the account for use with an identity: one of them, "
                + (hasString ? "not both." : "but both are empty.");
        }

        if (hasString && !IsConnectionString(options.ConnectionString!))
            yield return $"{BlobRunMemoryOptions.ConnectionStringVariable} is not a storage connection string. Copy it from the account's access keys; for Azurite it is UseDevelopmentStorage=true.";
        if (options.ServiceUri is { } uri && !IsServiceUri(uri))
            yield return $"{BlobRunMemoryOptions.ServiceUriVariable} must be an https address (http on this machine only) without query or user, e.g. https://account.blob.core.windows.net.";
        if (options.ServiceUri is not null && options.Credential is null)
            yield return $"{BlobRunMemoryOptions.ServiceUriVariable} is set, but the host gave no identity to use with it.";
        if (!ContainerName().IsMatch(options.Container))
            yield return $"{BlobRunMemoryOptions.ContainerVariable} is '{options.Container}'; allowed are 3 to 63 lower-case letters, digits and single hyphens, with a letter or digit at both ends.";
        if (options.OperationTimeout < ShortestTimeout || options.OperationTimeout > LongestTimeout)
            yield return $"{BlobRunMemoryOptions.OperationTimeoutVariable} is {options.OperationTimeout.TotalSeconds:0.###} seconds; allowed are 1 to 60.";
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new BlobServiceClient(text).Uri.IsAbsoluteUri;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    // A query would hold a shared access signature: a secret, and one that expires.
    private static bool IsServiceUri(Uri uri) =>
        uri.IsAbsoluteUri
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri is { Query: "", Fragment: "", UserInfo: "" };

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerName();
}
