using System.Net;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Access;

/// <summary>
/// What is known of whoever sent an admin request, for the audit log. There is one key for all who hold it, so a name is what the caller says, and no proof of anything.
/// </summary>
internal static class Caller
{
    /// <summary>Where a caller may say who it is.</summary>
    public const string NameHeader = "x-coordinator-by";

    private const int LongestText = 100;

    /// <param name="name">A name from the body, which wins over the header.</param>
    public static string Of(HttpRequest request, string? name = null)
    {
        var said = Clean(name ?? request.Headers[NameHeader].ToString());
        var forwarded = Clean(request.Headers["X-Forwarded-For"].ToString());
        return $"{(said.Length > 0 ? $"'{said}' (as the caller says) " : "")}from {AddressOf(request)}{(forwarded.Length > 0 ? $", forwarded for {forwarded}" : "")}";
    }

    private static string AddressOf(HttpRequest request) => request.HttpContext.Connection.RemoteIpAddress switch
    {
        null => "an unknown address",
        var address when IPAddress.IsLoopback(address) => "this machine",
        { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
        var address => address.ToString(),
    };

    /// <summary>Goes into log lines: one line, of bounded length, without the quotes that mark it.</summary>
    private static string Clean(string text)
    {
        var kept = string.Concat(text.Where(letter => !char.IsControl(letter) && letter is not ('\'' or '\u2028' or '\u2029'))).Trim();
        return kept.Length <= LongestText ? kept : kept[..LongestText];
    }
}
