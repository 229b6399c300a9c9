using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Coordinator.Connections.Redis;

/// <summary>
/// Where Redis is: <c>redis://[user[:password]@]host[:port][,host[:port]…][/database]</c>, with TLS <c>rediss://</c>. Several hosts are the nodes of one cluster or replication.
/// User and password are percent-encoded. Problems never repeat a part of the text: it may be the password.
/// </summary>
public sealed record RedisUrl
{
    public const int DefaultPort = 6379;

    private const string Form = "redis://[user:password@]host[:port][/database], or rediss:// for TLS";

    public required IReadOnlyList<DnsEndPoint> Hosts { get; init; }

    public required bool Tls { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public int Database { get; init; }

    /// <param name="problem">What is wrong, to be put behind the variable's name.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out RedisUrl? url, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            (url, problem) = (Parse(text), null);
            return true;
        }
        catch (FormatException ex)
        {
            (url, problem) = (null, ex.Message);
            return false;
        }
    }

    /// <summary>Hosts and database, without user and password.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Tls ? "rediss" : "redis")}://{string.Join(',', Hosts.Select(host => $"{Bracketed(host.Host)}:{host.Port}"))}/{Database}");

    private static RedisUrl Parse(string text)
    {
        var tls = text.StartsWith("rediss://", StringComparison.OrdinalIgnoreCase);
        if (!tls && !text.StartsWith("redis://", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException($"must begin with redis:// or rediss://, as in {Form}.");
        }

        if (text.AsSpan().ContainsAny('?', '#'))
        {
            throw new FormatException("holds a query or fragment, which has no meaning here. A '?' or '#' of the password is written %3F or %23.");
        }

        if (text.Any(character => character is <= ' ' or (char)127))
        {
            throw new FormatException("holds a space or control character. One that belongs to the password is percent-encoded, e.g. %20.");
        }

        var rest = text[(text.IndexOf("//", StringComparison.Ordinal) + 2)..];
        var (authority, path) = Split(rest, rest.IndexOf('/', StringComparison.Ordinal));
        var (credentials, hosts) = authority.LastIndexOf('@') is >= 0 and var at ? (authority[..at], authority[(at + 1)..]) : (null, authority);
        var (user, password) = ReadCredentials(credentials);
        return new RedisUrl { Tls = tls, User = user, Password = password, Hosts = [.. hosts.Split(',').Select(ReadHost)], Database = ReadDatabase(path) };
    }

    private static (string? User, string? Password) ReadCredentials(string? credentials)
    {
        if (credentials is null)
        {
            return (null, null);
        }

        var (user, password) = Split(credentials, credentials.IndexOf(':', StringComparison.Ordinal));
        if (string.IsNullOrEmpty(password))
        {
            throw new FormatException("names a user without a password. Write redis://:password@host where there is only a password.");
        }

        return (user.Length == 0 ? null : Decode(user), Decode(password));
    }

    private static string Decode(string encoded)
    {
        for (var at = encoded.IndexOf('%', StringComparison.Ordinal); at >= 0; at = encoded.IndexOf('%', at + 1))
        {
            if (at + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[at + 1]) || !char.IsAsciiHexDigit(encoded[at + 2]))
            {
                throw new FormatException("holds a '%' without two hexadecimal digits in its user or password. A '%' of the password is written %25.");
            }
        }

        return Uri.UnescapeDataString(encoded);
    }

    private static DnsEndPoint ReadHost(string text)
    {
        // The port's colon comes after the bracket of an IPv6 address.
        var (host, port) = Split(text, text.IndexOf(':', Math.Max(text.LastIndexOf(']'), 0)));
        return new DnsEndPoint(IsHost(host) ? host.Trim('[', ']') : throw NoHost(), ReadPort(port));
    }

    private static bool IsHost(string host) => host.StartsWith('[')
        ? host.EndsWith(']') && IPAddress.TryParse(host, out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
        : Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;

    private static int ReadPort(string? text)
    {
        if (text is null)
        {
            return DefaultPort;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort
            ? port
            : throw new FormatException($"has a port that is not a number from 1 to {IPEndPoint.MaxPort}. A ':' or '/' of the password is percent-encoded (%3A, %2F).");
    }

    private static int ReadDatabase(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var database)
            ? database
            : throw new FormatException("has something behind the host that is not the number of a database, e.g. /0. A '/' of the password is written %2F.");
    }

    /// <summary>Without the separator; the second is null if there is none.</summary>
    private static (string Before, string? After) Split(string text, int at) => at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);

    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    private static FormatException NoHost() => new($"names no host. It must be of the form {Form}; IPv6 addresses in brackets.");
}
