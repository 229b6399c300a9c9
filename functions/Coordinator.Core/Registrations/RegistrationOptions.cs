namespace Coordinator.Core.Registrations;

/// <summary>What may be registered.</summary>
public sealed class RegistrationOptions
{
    public const string HostsVariable = "MCP_REGISTRATION_ALLOWED_HOSTS";

    /// <summary>Hosts that a registered server may be at (<c>MCP_REGISTRATION_ALLOWED_HOSTS</c>). Empty: nothing can be registered.</summary>
    public AllowedHosts Hosts { get; set; } = AllowedHosts.None;

    /// <summary>Values of variables, for tokens.</summary>
    public Func<string, string?> Variable { get; set; } = _ => null;
}
