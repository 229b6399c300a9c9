using System.Net;
using Coordinator.Core.Registrations;

namespace Coordinator.Connections.Mcp;

/// <summary>What the pool needs for servers that registered themselves.</summary>
/// <param name="Resolve">Addresses of a host name; null asks DNS.</param>
public sealed record McpRegistrations(ServerRegistrations Shared, RegistrationOptions Options, Func<string, CancellationToken, Task<IPAddress[]>>? Resolve = null)
{
    internal RegisteredTargets Targets => new(Options.Hosts, Resolve ?? Dns.GetHostAddressesAsync);
}
