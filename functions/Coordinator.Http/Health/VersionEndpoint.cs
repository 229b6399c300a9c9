using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Health;

/// <summary><c>GET /version</c>.</summary>
internal static class VersionEndpoint
{
    /// <summary><c>0.1.0+commit</c>.</summary>
    private static readonly string[] Informational =
        (typeof(VersionEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split('+', 2);

    public static Task<IResult> GetAsync(HttpRequest request) => Task.FromResult(WebJson.Ok(new
    {
        Version = Informational[0],
        Commit = Informational.Length == 2 ? Informational[1] : null,
        Runtime = RuntimeInformation.FrameworkDescription,
    }));
}
