using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Access;

/// <summary>Decides whether a request may use a route. The only place that does.</summary>
internal sealed class AccessRule(CoordinatorHttpOptions options)
{
    public const string KeyHeader = "x-coordinator-key";

    private const string BearerScheme = "Bearer ";

    private readonly byte[]? _keyHash = string.IsNullOrEmpty(options.AdminKey) ? null : Hash(options.AdminKey);

    /// <summary>Null if it may; else the answer.</summary>
    public IResult? Refuse(RouteAccess access, HttpRequest request)
    {
        if (access != RouteAccess.Admin)
        {
            return null;
        }

        return _keyHash is null ? RefuseWithoutKey(request) : RefuseWrongKey(request, _keyHash);
    }

    private static IResult? RefuseWrongKey(HttpRequest request, byte[] keyHash)
    {
        // Hashes have one length, so the time tells nothing about the key.
        var key = KeyOf(request);
        if (key is not null && CryptographicOperations.FixedTimeEquals(Hash(key), keyHash))
        {
            return null;
        }

        request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Create(StatusCodes.Status401Unauthorized, "key-required", "Access key required",
            key is null
                ? $"Send the access key (COORDINATOR_ADMIN_KEY) in the header {KeyHeader} or as a Bearer token."
                : $"The access key that was sent (header {KeyHeader} or Bearer token) is not this coordinator's COORDINATOR_ADMIN_KEY.");
    }

    private IResult? RefuseWithoutKey(HttpRequest request) =>
        (options.TrustsLoopback ? LoopbackRule.Violation(request) : "Without an access key this route is served to nobody. Set COORDINATOR_ADMIN_KEY to use it.") is { } violation
            ? Problems.Create(StatusCodes.Status403Forbidden, "forbidden", "Not allowed", violation)
            : null;

    private static string? KeyOf(HttpRequest request)
    {
        if (request.Headers[KeyHeader] is [{ Length: > 0 } key])
        {
            return key;
        }

        return request.Headers.Authorization is [{ } header] && header.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase)
            ? header[BearerScheme.Length..].Trim()
            : null;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
