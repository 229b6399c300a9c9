using Coordinator.Core.Configuration;

namespace Coordinator.OciServer.Apis;

/// <summary>The hosts of OCI's services, or one address instead of all of them (OCI_ENDPOINT), such as that of a simulated tenancy.</summary>
internal sealed class OciEndpoint
{
    private readonly string? instead;

    public OciEndpoint(Func<string, string?> variable)
    {
        if (variable("OCI_ENDPOINT") is not { Length: > 0 } text) return;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.PathAndQuery != "/" || !(uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback)))
        {
            throw new ConfigException($"OCI_ENDPOINT is '{text}': it must be an address without a path, such as http://127.0.0.1:9100; https where it is not this machine's.");
        }

        instead = uri.GetLeftPart(UriPartial.Authority);
    }

    public string Of(string url, (string Name, string Domain) region) => instead
        ?? url.Replace("{region}", region.Name, StringComparison.Ordinal).Replace("{realm}", region.Domain, StringComparison.Ordinal);
}
