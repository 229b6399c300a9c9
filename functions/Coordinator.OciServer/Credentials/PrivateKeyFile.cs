using System.Security.Cryptography;
using Coordinator.OciServer.Errors;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;

namespace Coordinator.OciServer.Credentials;

/// <summary>The private key of a profile, as PEM in any of the forms that OpenSSL and OCI's console have written over the years.</summary>
internal static class PrivateKeyFile
{
    /// <exception cref="ToolException">There is none, or it does not open.</exception>
    public static RSA Read(OciProfile profile)
    {
        var pem = ReadText(profile);
        var key = RSA.Create();
        try
        {
            if (IsLegacyEncrypted(pem)) key.ImportParameters(Decrypt(profile, pem));
            else if (pem.Contains("ENCRYPTED PRIVATE KEY", StringComparison.Ordinal)) key.ImportFromEncryptedPem(pem, Passphrase(profile));
            else key.ImportFromPem(pem);
            return key;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or PemException or InvalidCipherTextException or IOException)
        {
            key.Dispose();
            throw IsLegacyEncrypted(pem) || pem.Contains("ENCRYPTED", StringComparison.Ordinal)
                ? Wrong("WrongPassphrase", $"The key {profile.KeyFile} of profile {profile.Name} does not open with the passphrase given.", "Correct pass_phrase in the profile")
                : Wrong("UnusableKey", $"The key {profile.KeyFile} of profile {profile.Name} is not an RSA private key in PEM.", "Put the key there that belongs to the profile's fingerprint");
        }
    }

    private static string ReadText(OciProfile profile)
    {
        try
        {
            return File.ReadAllText(profile.KeyFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var why = exception is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : $"cannot be read: {exception.Message.TrimEnd('.')}";
            throw Wrong("NoKeyFile", $"The key file {profile.KeyFile} of profile {profile.Name} {why}.", "Correct key_file in the profile");
        }
    }

    /// <summary>As OpenSSL 1 wrote it: the platform's own reader does not know this form.</summary>
    private static bool IsLegacyEncrypted(string pem) => pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal);

    private static RSAParameters Decrypt(OciProfile profile, string pem)
    {
        using var reader = new PemReader(new StringReader(pem), new Password(Passphrase(profile)));
        return reader.ReadObject() is AsymmetricCipherKeyPair { Private: RsaPrivateCrtKeyParameters key }
            ? DotNetUtilities.ToRSAParameters(key)
            : throw new PemException("No RSA key pair.");
    }

    private static string Passphrase(OciProfile profile) => profile.Passphrase
        ?? throw Wrong("NoPassphrase", $"The key {profile.KeyFile} of profile {profile.Name} needs a passphrase.", "Add pass_phrase=… to the profile");

    private static ToolException Wrong(string code, string message, string action) => new(ToolError.Credentials(code, message, action));

    private sealed class Password(string text) : IPasswordFinder
    {
        public char[] GetPassword() => text.ToCharArray();
    }
}
