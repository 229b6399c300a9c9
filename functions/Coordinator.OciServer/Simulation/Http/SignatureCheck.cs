using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Coordinator.OciServer.Simulation.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Coordinator.OciServer.Simulation.Http;

/// <summary>Verifies a request's signature as OCI does. Written from the specification, apart from the code that signs.</summary>
internal sealed partial class SignatureCheck(IReadOnlyDictionary<string, (Tenancy Tenancy, RSA Key)> keys, TimeProvider clock)
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(5);

    /// <summary>The caller's tenancy; null: refused.</summary>
    public async Task<Tenancy?> VerifyAsync(HttpContext context)
    {
        var request = context.Request;
        if (Parameters(request.Headers.Authorization.ToString()) is not { } given) return null;
        if (given.GetValueOrDefault("version") != "1" || given.GetValueOrDefault("algorithm") != "rsa-sha256") return null;
        if (!keys.TryGetValue(given.GetValueOrDefault("keyId") ?? "", out var known)) return null;
        // Clients write them as they like; what is signed has them in lower case.
        var names = (given.GetValueOrDefault("headers") ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!CoversEnough(names, request.Method) || !IsRecent(names, request) || !await IsBodyAsync(names, request)) return null;
        var text = string.Join('\n', names.Select(name => $"{name}: {Value(name, context)}"));
        return IsSignature(known.Key, text, given.GetValueOrDefault("signature") ?? "") ? known.Tenancy : null;
    }

    private static bool IsSignature(RSA key, string text, string signature)
    {
        try
        {
            return key.VerifyData(Encoding.UTF8.GetBytes(text), Convert.FromBase64String(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool CoversEnough(string[] names, string method) =>
        names.Contains("(request-target)") && names.Contains("host") && (names.Contains("date") || names.Contains("x-date"))
        && (method is not ("POST" or "PUT" or "PATCH") || (names.Contains("x-content-sha256") && names.Contains("content-length") && names.Contains("content-type")));

    private bool IsRecent(string[] names, HttpRequest request) =>
        DateTimeOffset.TryParseExact(request.Headers[names.Contains("x-date") ? "x-date" : "date"].ToString(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
        && (clock.GetUtcNow() - date).Duration() <= MostSkew;

    private static async Task<bool> IsBodyAsync(string[] names, HttpRequest request)
    {
        if (!names.Contains("x-content-sha256")) return request.ContentLength is null or 0;
        request.EnableBuffering();
        var hash = await SHA256.HashDataAsync(request.Body, request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return Convert.ToBase64String(hash) == request.Headers["x-content-sha256"].ToString();
    }

    private static string Value(string name, HttpContext context) => name == "(request-target)"
        ? $"{context.Request.Method.ToLowerInvariant()} {context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}"
        : context.Request.Headers[name].ToString();

    private static Dictionary<string, string>? Parameters(string header) =>
        header.StartsWith("Signature ", StringComparison.OrdinalIgnoreCase)
            ? Parameter().Matches(header).GroupBy(match => match.Groups[1].Value).ToDictionary(group => group.Key, group => group.First().Groups[2].Value)
            : null;

    [GeneratedRegex("([a-zA-Z]+)=\"([^\"]*)\"")]
    private static partial Regex Parameter();
}
