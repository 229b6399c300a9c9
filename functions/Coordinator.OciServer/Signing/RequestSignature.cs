using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Coordinator.OciServer.Credentials;

namespace Coordinator.OciServer.Signing;

/// <summary>
/// OCI's request signature, version 1 (draft-cavage-http-signatures-08 with RSA-SHA256) over the request's target, host and date and, where a method
/// has a body, its length, type and SHA-256. See "Request Signatures" in OCI's documentation.
/// </summary>
internal static class RequestSignature
{
    private static readonly HttpMethod[] WithBody = [HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch];

    /// <summary>Adds the headers that are signed, and the signature.</summary>
    public static void Sign(HttpRequestMessage request, byte[] body, ISigningPrincipal principal, DateTimeOffset now)
    {
        var headers = HeadersOf(request, body, now);
        foreach (var (name, value) in headers.Where(header => !header.Name.StartsWith("content-", StringComparison.Ordinal) && header.Name != "(request-target)"))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var text = string.Join('\n', headers.Select(header => $"{header.Name}: {header.Value}"));
        var signature = Convert.ToBase64String(principal.Sign(Encoding.UTF8.GetBytes(text)));
        var names = string.Join(' ', headers.Select(header => header.Name));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Signature", $"version=\"1\",keyId=\"{principal.KeyId()}\",algorithm=\"rsa-sha256\",headers=\"{names}\",signature=\"{signature}\"");
    }

    private static List<(string Name, string Value)> HeadersOf(HttpRequestMessage request, byte[] body, DateTimeOffset now)
    {
        var uri = request.RequestUri!;
        List<(string, string)> headers =
        [
            ("date", now.ToString("r", CultureInfo.InvariantCulture)),
            ("(request-target)", $"{request.Method.Method.ToLowerInvariant()} {uri.PathAndQuery}"),
            ("host", uri.Authority),
        ];
        if (!WithBody.Contains(request.Method)) return headers;
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        headers.Add(("content-length", body.Length.ToString(CultureInfo.InvariantCulture)));
        headers.Add(("content-type", "application/json"));
        headers.Add(("x-content-sha256", Convert.ToBase64String(SHA256.HashData(body))));
        return headers;
    }
}
