using System.Security.Cryptography;
using System.Text;

namespace Coordinator.DemoServer.Cloud;

/// <summary>Makes OCIDs that look real and are the same in every fresh tenancy.</summary>
internal static class Ocid
{
    public const string Region = "eu-frankfurt-1";

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary><c>ocid1.{type}.oc1.{region}.{60 characters}</c>; compartments and the tenancy have no region.</summary>
    public static string For(string type, string name) =>
        $"ocid1.{type}.oc1.{(type is "compartment" or "tenancy" ? "" : Region)}.aaaaaaaa{Unique(type, name)}";

    private static string Unique(string type, string name)
    {
        var hash = SHA512.HashData(Encoding.UTF8.GetBytes($"{type}/{name}"));
        return string.Create(52, hash, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = Alphabet[bytes[i] & 31];
        });
    }
}
