using System.Security.Cryptography;

namespace Coordinator.OciServer.Credentials;

/// <summary>A user with an API key.</summary>
internal sealed class ApiKeyPrincipal(OciProfile profile, RSA key) : ISigningPrincipal
{
    private readonly string keyId = $"{profile.Tenancy}/{profile.User}/{profile.Fingerprint}";

    public string Tenancy => profile.Tenancy;

    public string KeyId() => keyId;

    public byte[] Sign(byte[] text) => key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
