using System.Security.Cryptography;
using System.Text;
using Coordinator.Core.Configuration;
using Coordinator.OciServer.Simulation.Data;

namespace Coordinator.OciServer.Simulation.State;

/// <summary>An API key for each tenancy, made when the folder is new, and the OCI configuration that uses them.</summary>
internal static class ProfileKeys
{
    /// <summary>By <c>keyId</c>.</summary>
    public static IReadOnlyDictionary<string, (Tenancy Tenancy, RSA Key)> Open(SimulationFolder folder, NewKeys made)
    {
        foreach (var file in Tenancies.All.Select(tenancy => folder.KeyFile(tenancy.Profile)).Where(file => !File.Exists(file)))
        {
            Write(file, made.Take());
        }

        return Tenancies.All.Select(tenancy => (Tenancy: tenancy, Key: Read(folder.KeyFile(tenancy.Profile)))).ToDictionary(pair => $"{pair.Tenancy.Id}/{pair.Tenancy.UserId}/{Fingerprint(pair.Key)}", pair => pair);
    }

    /// <param name="endpoint">Where the simulated tenancy is this time.</param>
    public static void WriteConfig(SimulationFolder folder, IReadOnlyDictionary<string, (Tenancy Tenancy, RSA Key)> keys, Uri endpoint)
    {
        var text = new StringBuilder("# Written by the simulated tenancy at each start.\n");
        foreach (var (tenancy, key) in keys.Values)
        {
            text.Append(null, $"[{tenancy.Profile}]\nuser={tenancy.UserId}\nfingerprint={Fingerprint(key)}\ntenancy={tenancy.Id}\nregion={tenancy.Region}\nkey_file={folder.KeyFile(tenancy.Profile)}\nendpoint={endpoint.GetLeftPart(UriPartial.Authority)}\n\n");
        }

        File.WriteAllText($"{folder.ConfigFile}.tmp", text.ToString());
        File.Move($"{folder.ConfigFile}.tmp", folder.ConfigFile, overwrite: true);
    }

    private static RSA Read(string file)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            return key;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new ConfigException($"{file} is not a private key. Remove it, and a new one is made.", exception);
        }
    }

    private static void Write(string file, RSA key)
    {
        using (key)
        using (var stream = new FileStream($"{file}.tmp", Private()))
        {
            stream.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        }

        File.Move($"{file}.tmp", file);
    }

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    /// <summary>As OCI shows it: MD5 of the public key, in pairs of digits.</summary>
    private static string Fingerprint(RSA key) => string.Join(':', Md5(key.ExportSubjectPublicKeyInfo()).Select(octet => octet.ToString("x2", null)));

#pragma warning disable CA5351 // OCI's fingerprints are MD5: they name a key, and protect nothing.
    private static byte[] Md5(byte[] bytes) => MD5.HashData(bytes);
#pragma warning restore CA5351
}
