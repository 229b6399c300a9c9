namespace Coordinator.OciServer.Credentials;

/// <summary>
/// Whoever calls OCI. This is where other principals (instance, resource, workload identity) are added: implement it, and let
/// <see cref="Principals"/> choose it for a profile.
/// </summary>
internal interface ISigningPrincipal
{
    string Tenancy { get; }

    /// <summary>By which OCI finds the public key; for a session it changes with its token.</summary>
    /// <exception cref="Errors.ToolException">There is no usable token at the moment.</exception>
    string KeyId();

    /// <summary>RSA-SHA256, PKCS #1.</summary>
    byte[] Sign(byte[] text);
}
