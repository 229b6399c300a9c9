using System.Net;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Access;

/// <summary>
/// Without a key only this machine is served. The Host check stops DNS rebinding, JSON and the same origin stop a foreign page from posting,
/// and a proxy's headers show a caller that only looks local.
/// </summary>
internal static class LoopbackRule
{
    private const string SetAKey = "Set COORDINATOR_ADMIN_KEY to use this route from elsewhere.";

    /// <summary>Null if the request may pass; else one sentence for the caller.</summary>
    public static string? Violation(HttpRequest request)
    {
        var headers = request.Headers;
        if (request.HttpContext.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote))
        {
            return $"Without an access key this route is served to this machine only. {SetAKey}";
        }

        if (headers.ContainsKey("Forwarded") || !Entries(headers, "X-Forwarded-For").All(IsLoopbackAddress) || !Entries(headers, "X-Real-IP").All(IsLoopbackAddress))
        {
            return $"The request came through a proxy from another machine. {SetAKey}";
        }

        var hosts = Entries(headers, "X-Forwarded-Host").Select(HostString.FromUriComponent).Append(request.Host).ToList();
        if (!hosts.All(IsLocal))
        {
            return $"Without an access key the Host must be localhost, 127.0.0.1 or [::1]. {SetAKey}";
        }

        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return null;
        }

        return request.HasJsonContentType() ? ForeignOrigin(request, hosts) : "Without an access key the Content-Type must be application/json.";
    }

    private static string? ForeignOrigin(HttpRequest request, List<HostString> hosts)
    {
        if (request.Headers.Origin is not [{ } origin])
        {
            return request.Headers.Origin.Count == 0 ? null : "More than one Origin was sent.";
        }

        var isOwn = Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && hosts.Any(host => string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase));
        return isOwn ? null : "A page of another origin may not use this route.";
    }

    private static IEnumerable<string> Entries(IHeaderDictionary headers, string name) =>
        headers[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>With or without a port.</summary>
    private static bool IsLoopbackAddress(string entry) => IPEndPoint.TryParse(entry, out var endpoint) && IPAddress.IsLoopback(endpoint.Address);

    private static bool IsLocal(HostString host) => host.Host.ToLowerInvariant() is "localhost" or "127.0.0.1" or "[::1]";
}
