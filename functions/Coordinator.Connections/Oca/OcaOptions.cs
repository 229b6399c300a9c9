namespace Coordinator.Connections.Oca;

/// <summary>How people log in to Oracle Code Assist.</summary>
public sealed class OcaOptions
{
    public const string IdcsUrlVariable = "OCA_IDCS_URL";
    public const string ClientIdVariable = "OCA_CLIENT_ID";
    public const string RedirectUriVariable = "OCA_REDIRECT_URI";
    public const string TokensVariable = "OCA_TOKENS";

    /// <summary>Path of the callback, on this machine and on a host that can be reached from browsers.</summary>
    public const string CallbackPath = "/auth/oca";

    /// <summary>The owner of the one login that all share.</summary>
    public const string Shared = "shared";

    /// <summary><c>OCA_IDCS_URL</c>: the identity service (original-system 2.9).</summary>
    public Uri IdcsUrl { get; init; } = new("https://idcs-9dc693e80d9b469480d7afe00e743931.identity.oraclecloud.com");

    /// <summary><c>OCA_CLIENT_ID</c>: Oracle's public client for such tools: there is no secret, PKCE takes its place.</summary>
    public string ClientId { get; init; } = "a8331954c0cf48ba99b5dd223a14c6ea";

    public string Scope { get; init; } = "openid offline_access";

    /// <summary><c>OCA_REDIRECT_URI</c>: this coordinator's own callback, as it is registered with the identity service; null: logins come back to the command line only.</summary>
    public Uri? RedirectUri { get; init; }

    /// <summary><c>OCA_TOKENS=user</c>: each user's runs use that user's login; else one login is for all.</summary>
    public bool PerUser { get; init; }

    /// <summary>What one question to the identity service may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whose login is used for what a user asked.</summary>
    public string OwnerOf(string? user) => PerUser && user is not null ? user : Shared;
}
