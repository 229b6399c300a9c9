using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Coordinator.Core.Registrations;

/// <summary>What an IP address is for (the IANA special-purpose registries).</summary>
public static class AddressKinds
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Within the ranges that are public otherwise, or IPv4 as a whole.</summary>
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>Link-local, unspecified and multicast addresses, and those under which clouds hand out credentials (AWS, Azure, OCI, Alibaba).</summary>
    private static readonly IPNetwork[] NeverReached =
    [
        .. new[]
        {
            "0.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32", "192.0.0.192/32", "100.100.100.200/32", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "fe80::/10", "fec0::/10", "ff00::/8", "fd00:ec2::/32",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>An IPv4 address that is written as an IPv6 one is that IPv4 address, also where a gateway translates (NAT64).</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return Nat64.Contains(address) ? new IPAddress(address.GetAddressBytes()[12..]) : address.ScopeId == 0 ? address : new IPAddress(address.GetAddressBytes());
    }

    /// <summary>Whether it is an address that everybody on the internet means the same by.</summary>
    public static bool IsPublic(IPAddress address)
    {
        address = Plain(address);
        return (address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address)) && !Special.Any(network => network.Contains(address));
    }

    /// <summary>Whatever anybody lists.</summary>
    public static bool IsNeverReached(IPAddress address)
    {
        address = Plain(address);
        return NeverReached.Any(network => network.Contains(address)) || IsIPv4Compatible(address);
    }

    /// <summary>::10.0.0.1, an old way to write IPv4 addresses; ::1 is none of them.</summary>
    private static bool IsIPv4Compatible(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(address)
        && BinaryPrimitives.ReadUInt64BigEndian(address.GetAddressBytes()) == 0 && BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes().AsSpan(8)) == 0;
}
