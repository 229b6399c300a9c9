using System.Security.Cryptography;
using System.Text;

namespace Coordinator.Connections.Oca;

/// <summary>A login that was begun: one document each, so that two at once know nothing of each other. Kept encrypted, under a hash of its state, until it is used or ten minutes are over.</summary>
internal sealed record PendingLogin
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    public int SchemaVersion { get; init; } = 1;

    public required string Owner { get; init; }

    public required string Verifier { get; init; }

    public required string Nonce { get; init; }

    public required string RedirectUri { get; init; }

    /// <summary>It comes back to the coordinator itself, and not to a command line.</summary>
    public bool IsHosted { get; init; }

    public static string KeyOf(string state) => $"oci:oca:login:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)))}";
}
