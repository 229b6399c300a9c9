using System.Buffers.Text;
using System.Text.Json;
using Azure.Core;
using StackExchange.Redis.Configuration;

namespace Coordinator.Connections.Redis;

/// <summary>
/// An identity instead of a password, as Azure Managed Redis wants it: the user is the identity's object id, the password a token that ends within hours.
/// New connections use the newest token. A connection that lives must be told of it before the old one ends, or the server cuts it.
/// </summary>
internal sealed class RedisIdentity(TokenCredential credential, TimeProvider time) : DefaultOptionsProvider
{
    /// <summary>How often it is looked whether a token is about to end.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RenewedBefore = TimeSpan.FromMinutes(10);
    private static readonly TokenRequestContext Redis = new(["https://redis.azure.com/.default"]);

    private volatile Known? _known;

    public override string? User => _known?.ObjectId;

    public override string? Password => _known?.Token;

    /// <summary>Fetches a token if there is none or it is about to end. False: nothing has changed.</summary>
    public async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && known.Ends - time.GetUtcNow() > RenewedBefore)
        {
            return false;
        }

        var token = await credential.GetTokenAsync(Redis, cancellationToken);
        _known = new Known(ObjectIdOf(token.Token), token.Token, token.ExpiresOn);
        return true;
    }

    private static string ObjectIdOf(string token)
    {
        var parts = token.Split('.');
        if (parts.Length == 3)
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            if (claims.RootElement.TryGetProperty("oid", out var id) && id.GetString() is { } objectId)
            {
                return objectId;
            }
        }

        throw new InvalidOperationException("The identity's token names no object id.");
    }

    private sealed record Known(string ObjectId, string Token, DateTimeOffset Ends);
}
