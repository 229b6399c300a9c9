using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Oca;

/// <summary>What the browser shows at the end of a login: fixed words. Nothing that was sent gets into them, and nothing can be loaded or run.</summary>
internal static class OcaPage
{
    private const string Policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IResult Show(HttpContext context, int status, string title, string text)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = "DENY";
        // The address holds the code.
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Results.Text($"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{Safe(title)}</title><h1>{Safe(title)}</h1><p>{Safe(text)}</p></html>", "text/html", Encoding.UTF8, status);
    }

    private static string Safe(string words) => WebUtility.HtmlEncode(words);
}
