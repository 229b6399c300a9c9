namespace Coordinator.Http.Access;

/// <summary>Who may call a route.</summary>
public enum RouteAccess
{
    /// <summary>Everybody.</summary>
    Public,

    /// <summary>Holders of the admin key; without a key, this machine.</summary>
    Admin,

    /// <summary>Slack: the endpoint verifies the signature.</summary>
    Slack,
}
