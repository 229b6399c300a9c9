using System.Net;
using System.Text.RegularExpressions;

namespace Coordinator.Core.Registrations;

/// <summary>
/// Hosts and networks that a registered server may be at. A name gives no address by itself: what it resolves to must be public, or listed as an address or a network, too.
/// This machine is reached under its own names only, and addresses that hand out credentials never.
/// </summary>
public sealed partial class AllowedHosts
{
    private const string Localhost = "localhost";

    public static readonly AllowedHosts None = new([], []);

    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyList<IPNetwork> _networks;

    private AllowedHosts(IReadOnlyList<string> names, IReadOnlyList<IPNetwork> networks) => (_names, _networks) = (names, networks);

    public bool IsEmpty => _names.Count == 0 && _networks.Count == 0;

    /// <summary>Separated by commas: <c>mcp.example.com</c>, <c>*.example.com</c>, <c>10.1.2.3</c>, <c>10.1.0.0/16</c>, <c>localhost</c>.</summary>
    /// <param name="problems">What is wrong, entry by entry.</param>
    public static AllowedHosts Parse(string? text, out IReadOnlyList<string> problems)
    {
        List<string> names = [], wrong = [];
        List<IPNetwork> networks = [];
        foreach (var entry in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (NetworkOf(entry) is { } network)
            {
                networks.Add(network);
            }
            else if (Name().IsMatch(entry) && !LooksLikeAnAddress(entry))
            {
                names.Add(entry.ToLowerInvariant());
            }
            else
            {
                wrong.Add(entry);
            }
        }

        wrong.AddRange(networks.Where(network => AddressKinds.IsNeverReached(network.BaseAddress)).Select(network => network.ToString()));
        problems = [.. wrong.Select(entry => $"{RegistrationOptions.HostsVariable} holds '{entry}': allowed are host names (mcp.example.com), suffixes (*.example.com), addresses (10.1.2.3) and networks (10.1.0.0/16), with commas between them; link-local and metadata addresses are not.")];
        return problems.Count == 0 ? new AllowedHosts(names, networks) : None;
    }

    /// <summary>Whether a URL may have this host.</summary>
    /// <param name="host">As in <see cref="Uri.IdnHost"/>.</param>
    public bool Lists(string host)
    {
        if (AddressOf(host) is { } address)
        {
            return !AddressKinds.IsNeverReached(address) && _networks.Any(network => network.Contains(address));
        }

        host = host.ToLowerInvariant();
        return _names.Any(name => name.StartsWith("*.", StringComparison.Ordinal) ? host.Length > name.Length - 1 && host.EndsWith(name[1..], StringComparison.Ordinal) : host == name);
    }

    /// <summary>Whether a connection to this address may be made for a URL with this host.</summary>
    public bool Admits(string host, IPAddress address)
    {
        address = AddressKinds.Plain(address);
        if (!Lists(host) || AddressKinds.IsNeverReached(address))
        {
            return false;
        }

        return AddressOf(host) is { } literal ? literal.Equals(address)
            : IPAddress.IsLoopback(address) || IsThisMachine(host) ? IPAddress.IsLoopback(address) && IsThisMachine(host)
            : AddressKinds.IsPublic(address) || _networks.Any(network => network.Contains(address));
    }

    /// <summary>Whether the host is this machine by its name, so that nobody else can listen to what is sent without TLS.</summary>
    public static bool IsThisMachine(string host) => string.Equals(host, Localhost, StringComparison.OrdinalIgnoreCase) || (AddressOf(host) is { } address && IPAddress.IsLoopback(address));

    private static IPAddress? AddressOf(string host) => IPAddress.TryParse(host.Trim('[', ']'), out var address) ? AddressKinds.Plain(address) : null;

    private static IPNetwork? NetworkOf(string entry) =>
        IPAddress.TryParse(entry.Trim('[', ']'), out var address) && !IsShort(entry) ? new IPNetwork(AddressKinds.Plain(address), AddressKinds.Plain(address).GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(entry, out var network) && network.PrefixLength > 0 ? network
        : null;

    /// <summary>1, 10.1 and 0x7f000001 are addresses to some readers, and something else to most people.</summary>
    private static bool IsShort(string entry) => !entry.Contains(':', StringComparison.Ordinal) && entry.Count(letter => letter == '.') != 3;

    private static bool LooksLikeAnAddress(string entry) => IPAddress.TryParse(entry, out _);

    [GeneratedRegex(@"^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$", RegexOptions.IgnoreCase)]
    private static partial Regex Name();
}
