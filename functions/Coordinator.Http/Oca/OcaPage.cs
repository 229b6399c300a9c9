using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Oca;

/// <summary>What the browser shows at the end of a login: fixed words. Nothing that was sent gets into them, and nothing can be loaded or run.</summary>
internal static class OcaPage
{
    private const string Style = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:18vh auto 0;padding:0 1.5rem}h1{font-size:1.6rem}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IResult Show(HttpContext context, int status, string title, string text)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = "DENY";
        // The address holds the code.
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        const string Head = $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><style>{Style}</style>";
        return Results.Text($"{Head}<title>{Safe(title)}</title><h1>{Safe(title)}</h1><p>{Safe(text)}</p></html>", "text/html", Encoding.UTF8, status);
    }

    private static string Safe(string words) => WebUtility.HtmlEncode(words);
}
