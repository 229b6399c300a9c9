using System.Security.Cryptography;
using System.Text;

namespace Coordinator.OciServer.Simulation.Data;

/// <summary>Makes OCIDs that look real and are the same in every simulated tenancy.</summary>
internal static class Ocid
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <param name="region">Empty for what belongs to no region: compartments, users, the tenancy.</param>
    public static string For(string type, string region, string name) => $"ocid1.{type}.oc1.{region}.aaaaaaaa{Unique(type, name)}";

    private static string Unique(string type, string name)
    {
        var hash = SHA512.HashData(Encoding.UTF8.GetBytes($"{type}/{name}"));
        return string.Create(52, hash, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = Alphabet[bytes[i] & 31];
        });
    }
}
