using System.Net;
using System.Net.Sockets;
using Coordinator.Core.Registrations;

namespace Coordinator.Connections.Mcp;

/// <summary>
/// Makes the connections to registered servers. Each one goes to an address that was looked at right before: looking at a name first and connecting to it later would be looking at another answer of DNS.
/// </summary>
/// <param name="resolve">Addresses of a name.</param>
internal sealed class RegisteredTargets(AllowedHosts hosts, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var addresses = await AddressesAsync(target.Host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>All or nothing: a name that also leads elsewhere is not to be trusted for the rest.</summary>
    public async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        host = host.Trim('[', ']');
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        return addresses.FirstOrDefault(address => !hosts.Admits(host, address)) is not { } refused && addresses.Length > 0 ? addresses
            : throw new McpTargetRefusedException($"The host '{host}' {(addresses.Length == 0 ? "has no address" : "leads to an address to which registered servers are not connected")}. Private networks have to be listed in {RegistrationOptions.HostsVariable}; this machine, link-local and metadata addresses are not reached by name.");
    }
}

/// <summary>The connection would go where it must not. The message is for operators.</summary>
internal sealed class McpTargetRefusedException(string message) : Exception(message);
