using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Connections.Oca;

/// <summary>A login, as it is kept (encrypted). Times are this coordinator's, counted from when the token came.</summary>
public sealed record OcaToken
{
    /// <summary>Renewed so long before it ends (original-system 2.9); of a token that does not last that long, half of its life.</summary>
    public static readonly TimeSpan RenewedEarlier = TimeSpan.FromSeconds(180);

    /// <summary>A refresh token's life; the identity service does not tell it (original-system 2.9).</summary>
    public static readonly TimeSpan RefreshLasts = TimeSpan.FromHours(8);

    /// <summary>Where the identity service does not say.</summary>
    private static readonly TimeSpan UsualLife = TimeSpan.FromHours(1);

    public int SchemaVersion { get; init; } = 1;

    public required string AccessToken { get; init; }

    public string? RefreshToken { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset RefreshExpiresAt { get; init; }

    /// <summary>Whom the identity service says it belongs to; for people.</summary>
    public string? Account { get; init; }

    [JsonIgnore]
    public DateTimeOffset RenewAt => ExpiresAt - (ExpiresAt - ReceivedAt < 2 * RenewedEarlier ? (ExpiresAt - ReceivedAt) / 2 : RenewedEarlier);

    public static OcaToken Of(IdentityTokens tokens, string? account, OcaToken? before, DateTimeOffset now) => new()
    {
        AccessToken = tokens.AccessToken,
        RefreshToken = tokens.RefreshToken ?? before?.RefreshToken,
        ReceivedAt = now,
        ExpiresAt = now + (tokens.Lasts ?? UsualLife),
        RefreshExpiresAt = tokens.RefreshToken is null && before is not null ? before.RefreshExpiresAt : now + RefreshLasts,
        Account = account ?? before?.Account,
    };

    public bool IsValid(DateTimeOffset now) => now < ExpiresAt;

    public bool CanRefresh(DateTimeOffset now) => RefreshToken is not null && now < RefreshExpiresAt;

    /// <exception cref="JsonException">It is of a newer version, or damaged.</exception>
    public static OcaToken Deserialize(string json) => JsonSerializer.Deserialize(json, OcaJson.Default.OcaToken) ?? throw new JsonException("The login is null.");

    public string Serialize() => JsonSerializer.Serialize(this, OcaJson.Default.OcaToken);

    /// <summary>Never the tokens.</summary>
    public override string ToString() => $"login of {Account ?? "somebody"} until {ExpiresAt:O}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OcaToken))]
[JsonSerializable(typeof(PendingLogin))]
internal sealed partial class OcaJson : JsonSerializerContext;
