using System.Net;
using Microsoft.AspNetCore.Http;

namespace Coordinator.OciServer.Hosting;

/// <summary>
/// Without a token only programs of this machine may call. Its browser can be made to by any web page whose name is made to lead here (DNS rebinding):
/// then the host or the page that the request names is not this machine.
/// </summary>
internal static class LocalCaller
{
    public static bool IsOne(HttpRequest request) =>
        IsThisMachine(request.Host.Host) && request.Headers.Origin.All(origin => Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsThisMachine(page.Host));

    public static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("Without OCI_SERVER_TOKEN the server answers as localhost only, and only what comes from this machine.");
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
