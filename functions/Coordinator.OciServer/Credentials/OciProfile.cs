namespace Coordinator.OciServer.Credentials;

/// <summary>One profile of <c>~/.oci/config</c>.</summary>
/// <param name="Name">Such as DEFAULT.</param>
internal sealed record OciProfile(string Name, string Tenancy, string Region, string KeyFile)
{
    /// <summary>Null for a session token, which says itself whose it is.</summary>
    public string? User { get; init; }

    public string? Fingerprint { get; init; }

    public string? Passphrase { get; init; }

    /// <summary>Written by <c>oci session authenticate</c>; null for an API key.</summary>
    public string? TokenFile { get; init; }

    /// <summary>An address instead of those of OCI's services, such as that of a simulated tenancy; null: OCI's.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Not Oracle's cloud, but something on this machine that plays it.</summary>
    public bool IsSimulated => Endpoint is not null && new Uri(Endpoint).IsLoopback;

    /// <summary>Without the passphrase.</summary>
    public override string ToString() => $"{Name} ({Tenancy}, {Region})";
}
