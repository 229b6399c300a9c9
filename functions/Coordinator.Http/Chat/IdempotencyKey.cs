using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Chat;

/// <summary>The header <c>Idempotency-Key</c>: the same key names the same run.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    public const string Rule = "Idempotency-Key must be sent once, as 1 to 255 visible ASCII characters.";

    /// <summary>False if the header is there but not valid; a null key if it is not there.</summary>
    public static bool TryRead(HttpRequest request, out string? key)
    {
        var values = request.Headers[Header];
        key = values.Count == 1 ? values[0] : null;
        return values.Count == 0 || (key is { Length: >= 1 and <= 255 } && key.All(letter => letter is >= '!' and <= '~'));
    }

    public static Ulid ToUlid(string key) => new(SHA256.HashData(Encoding.ASCII.GetBytes(key)).AsSpan(0, 16));
}
