using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Coordinator.Core.Intake;

/// <summary>Slack's request signature, version 0: HMAC-SHA256 of <c>v0:{timestamp}:{raw body}</c> under the app's signing secret.</summary>
public sealed class SlackSignature
{
    public const string SignatureHeader = "X-Slack-Signature";

    public const string TimestampHeader = "X-Slack-Request-Timestamp";

    private const string Version = "v0=";

    private readonly byte[] _key;

    /// <exception cref="ArgumentException">The secret is empty: anyone could sign with it.</exception>
    public SlackSignature(string signingSecret)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(signingSecret);
        _key = Encoding.UTF8.GetBytes(signingSecret);
    }

    /// <summary>Slack's own advice: a request older than five minutes may be a replay. A timestamp as far in the future is as wrong.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Judges the two headers against the body exactly as it was received.</summary>
    public SignatureVerdict Check(string? timestamp, string? signature, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signature))
            return SignatureVerdict.Missing;

        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!TryReadSeconds(timestamp, out var seconds) || !TryReadDigest(signature, given))
            return SignatureVerdict.Malformed;
        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > Window.TotalSeconds)
            return SignatureVerdict.Stale;

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Digest(timestamp, body, expected);
        return CryptographicOperations.FixedTimeEquals(expected, given) ? SignatureVerdict.Valid : SignatureVerdict.Mismatch;
    }

    private static bool TryReadSeconds(string timestamp, out long seconds) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && timestamp.Length <= 12;

    private static bool TryReadDigest(string signature, Span<byte> digest) =>
        signature.StartsWith(Version, StringComparison.Ordinal)
        && signature.Length == Version.Length + (2 * digest.Length)
        && Convert.FromHexString(signature.AsSpan(Version.Length), digest, out _, out _) == OperationStatus.Done;

    private void Digest(string timestamp, ReadOnlySpan<byte> body, Span<byte> digest)
    {
        Span<byte> seconds = stackalloc byte[timestamp.Length];
        Encoding.ASCII.GetBytes(timestamp, seconds);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData("v0:"u8);
        hmac.AppendData(seconds);
        hmac.AppendData(":"u8);
        hmac.AppendData(body);
        hmac.GetHashAndReset(digest);
    }
}
